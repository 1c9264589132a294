import type { AccessChange } from "../../access/compare/access-change.ts";
import { isUnreadable, type SnapshotKey } from "../../account/snapshot.ts";
import { matchGlob } from "../../policy/glob.ts";
import { type ActionClass, classOfAction } from "../finding/action-class.ts";
import type { Actor, Finding, Severity } from "../finding/finding.ts";
import type { GainKind, RuleMatch } from "./config.ts";

/** What a rule is matched against: one access change of a finding, or the finding itself (change null). */
export interface MatchSubject {
  readonly finding: Finding;
  readonly change: AccessChange | null;
  readonly severity: Severity;
  /** The key as it was before the event; a new one as it is now; null: none, or not known. */
  readonly key: SnapshotKey | null;
}

/** Whether everything that a match asks for holds. */
export function matchesRule(match: RuleMatch, subject: MatchSubject): boolean {
  const { finding, severity, change, key } = subject;
  const { keyTags, aliases, keys, endpoints, events, attributes, actors } = match;
  return (
    oneOf(keys, [key?.metadata.Arn ?? change?.key ?? null]) &&
    oneOf(aliases, aliasNames(key)) &&
    (keyTags === undefined || hasTags(key, keyTags)) &&
    oneOf(endpoints, endpointIds(subject)) &&
    oneOf(events, [finding.event?.eventName ?? null]) &&
    oneOf(
      attributes,
      finding.attributeChanges.map(({ attribute }) => attribute),
    ) &&
    (actors === undefined || isActor(actors, finding.event?.actor ?? null)) &&
    (match.gains === undefined || match.gains.some((kind) => isGain(change, kind))) &&
    (match.severities === undefined || match.severities.includes(severity))
  );
}

/** Whether patterns, if there are any, match one of the values. */
export function oneOf(
  patterns: readonly string[] | undefined,
  values: readonly (string | null)[],
): boolean {
  return (
    patterns === undefined ||
    values.some((value) => value !== null && patterns.some((pattern) => matchGlob(pattern, value)))
  );
}

/**
 * Whether patterns name the actor: the role behind its session (a session's name is the caller's
 * choice), else its own ARN; a service by its name only where it acts for nobody.
 */
export function isActor(patterns: readonly string[], actor: Actor | null): boolean {
  if (actor === null) return false;
  return oneOf(patterns, [actor.sessionIssuerArn ?? actor.arn ?? actor.invokedBy]);
}

function aliasNames(key: SnapshotKey | null): readonly string[] {
  const aliases = key?.aliases;
  return aliases === undefined || isUnreadable(aliases)
    ? []
    : aliases.map(({ AliasName }) => AliasName);
}

function hasTags(
  key: SnapshotKey | null,
  asked: Readonly<Record<string, readonly string[]>>,
): boolean {
  const tags = key?.tags;
  if (tags === undefined || isUnreadable(tags)) return false;
  return Object.entries(asked).every(([tagKey, patterns]) =>
    tags.some(({ TagKey, TagValue }) => TagKey === tagKey && oneOf(patterns, [TagValue])),
  );
}

/** The endpoint on the change's path, and the one that the event is about. */
function endpointIds({ finding, change }: MatchSubject): readonly (string | null)[] {
  const { type, arn } = finding.resource;
  const own = type === "AWS::EC2::VPCEndpoint" ? arn.slice(arn.lastIndexOf("/") + 1) : null;
  return [change?.via ?? null, own];
}

const CLASSES: Readonly<Partial<Record<GainKind, ActionClass>>> = {
  administration: "administration",
  plaintext: "plaintext",
  otherUse: "other use",
  metadata: "metadata",
};

function isGain(change: AccessChange | null, kind: GainKind): boolean {
  if (change === null || !isGained(change)) return false;
  if (kind === "any") return true;
  if (kind === "external") return change.external;
  if (kind === "wildcard") return change.principal === "*";
  return change.actions.some((action) => classOfAction(action) === CLASSES[kind]);
}

/** Whether access may have come: what was not told apart counts as come. */
export function isGained({ change }: Pick<AccessChange, "change">): boolean {
  return change === "gained" || change === "widened" || change === "changed";
}
