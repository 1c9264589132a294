import type { SnapshotKey } from "../../account/snapshot.ts";
import type { Unknown } from "../../kms/decision.ts";
import type { GuardrailConfig, Rule } from "../config/config.ts";
import { isActor, type MatchSubject, matchesRule, oneOf } from "../config/match-rule.ts";
import { findSuppression } from "../config/suppression.ts";
import type { Finding, FindingEvent, Mode, Severity } from "../finding/finding.ts";
import { atLeast, severityOfChange, worse } from "../finding/severity.ts";
import type { Worlds } from "./change-scope.ts";

export interface ConfigContext {
  readonly worlds: Worlds;
  /** The time by which suppressions expire: ISO 8601. */
  readonly now: string;
}

/** Least first: what a change may lead to. */
const MODES: readonly Mode[] = ["observe", "alert", "approve", "enforce"];

/**
 * The finding as `guardrail.yml` wants it. Each access change is given the mode and severity of the
 * first rule that matches it; the finding has the furthest of the modes and the worst of the
 * severities. A suppression that covers all of it leaves it informational and observed only.
 */
export function applyConfig(
  finding: Finding,
  config: GuardrailConfig,
  context: ConfigContext,
): Finding {
  const subjects = subjectsOf(finding, context);
  const ruled = subjects.map((subject) => applyRules(subject, config));
  const severity = ruled.map((one) => one.severity).reduce(worse, "informational");
  const mode = ruled
    .map((one) => one.mode)
    .reduce(further, ruled.length > 0 ? "observe" : config.mode);
  const { active, expired } = findSuppression(
    config.suppressions ?? [],
    finding,
    subjects,
    context.now,
  );
  const notes = [...finding.notes, ...ruleNotes(ruled.map(({ rule }) => rule))];
  if (active !== null) {
    const text = `hidden until ${active.expires} by \`${active.name}\` of ${active.owner}: ${active.reason} (rated ${severity})`;
    return configured(finding, "observe", "informational", [
      ...notes,
      { code: "suppressed", text },
    ]);
  }
  if (expired === null) return configured(finding, mode, severity, notes);
  const text = `\`${expired.name}\` of ${expired.owner} hid this until ${expired.expires}: ${expired.reason}`;
  return configured(finding, mode, severity, [...notes, { code: "suppressionExpired", text }]);
}

/** The trusted actor that made the event: it changes the baseline without a finding. */
export function trustedActorOf(event: FindingEvent | null, config: GuardrailConfig): string | null {
  if (event === null) return null;
  const trusted = config.trustedActors?.find(
    ({ actors, events }) => isActor(actors, event.actor) && oneOf(events, [event.eventName]),
  );
  return trusted?.name ?? null;
}

function configured(
  finding: Finding,
  mode: Mode,
  severity: Severity,
  notes: readonly Unknown[],
): Finding {
  return { ...finding, severity, notes, remediation: { ...finding.remediation, mode } };
}

interface Ruled {
  readonly mode: Mode;
  readonly severity: Severity;
  readonly rule: Rule | null;
}

function applyRules(subject: MatchSubject, { rules = [], mode }: GuardrailConfig): Ruled {
  const rule = rules.find(({ match }) => matchesRule(match, subject)) ?? null;
  return { mode: rule?.mode ?? mode, severity: rule?.severity ?? subject.severity, rule };
}

function further(a: Mode, b: Mode): Mode {
  return MODES.indexOf(a) >= MODES.indexOf(b) ? a : b;
}

function ruleNotes(rules: readonly (Rule | null)[]): readonly Unknown[] {
  const names = new Set(rules.flatMap((rule) => rule?.name ?? []));
  return [...names].map((name) => ({ code: "rule", text: `the rule \`${name}\` applies` }));
}

/** The access changes, and the finding itself where it is rated worse than all of them or has none. */
function subjectsOf(finding: Finding, { worlds }: ConfigContext): readonly MatchSubject[] {
  const actor = finding.event?.actor ?? NO_ACTOR;
  const subjects = finding.accessChanges.map(
    (change): MatchSubject => ({
      finding,
      change,
      severity: severityOfChange(change, worlds.after, actor),
      key: change.key === null ? null : keyOf(change.key, worlds),
    }),
  );
  const rated = subjects.map(({ severity }) => severity).reduce(worse, "informational");
  if (subjects.length > 0 && atLeast(rated, finding.severity)) return subjects;
  const key = keyOf(finding.resource.arn, worlds);
  return [...subjects, { finding, change: null, severity: finding.severity, key }];
}

const NO_ACTOR = { type: null, arn: null, sessionIssuerArn: null, invokedBy: null };

/** The key before the event; one that was not there, or of which nothing was told, after it. */
function keyOf(keyArn: string, { before, after }: Worlds): SnapshotKey | null {
  const old = before.keys.get(keyArn)?.snapshotKey;
  const now = after.keys.get(keyArn)?.snapshotKey;
  return old ?? now ?? null;
}
