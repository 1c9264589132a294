import type { Finding, RemediationStatus } from "../../guardrail/finding/finding.ts";
import type { Clock, Notifier } from "../../guardrail/ports.ts";
import { decisionText, planHash, type Signatures, type SignedDecision } from "./decision.ts";
import { findingNow, withDecision } from "./finding-now.ts";
import {
  type DecisionEntry,
  type Ledger,
  type LedgerEntry,
  nextTime,
  toldEntry,
  untoldEntry,
} from "./ledger.ts";
import { subjectOfFinding } from "./revert-subject.ts";
import { LONGEST_SNOOZE_DAYS, snoozeOf, whyNotSnoozed } from "./snooze.ts";
import { isUndone } from "./undone-revert.ts";

/** The findings that were kept, as they were told first. */
export interface KeptFindings {
  /** null: none of this id; one that was corrected has another. */
  readonly find: (findingId: string) => Promise<Finding | null>;
}

export interface DecisionPorts {
  readonly findings: KeptFindings;
  readonly ledger: Ledger;
  readonly signatures: Pick<Signatures, "digest" | "verify">;
  readonly notifier: Notifier;
  readonly clock: Clock;
}

export type DecisionRefusal =
  /** The signature is not of this decision. */
  | "E_DECISION_FORGED"
  | "E_DECISION_EXPIRED"
  /** It was taken already. */
  | "E_DECISION_REPLAYED"
  | "E_DECISION_INVALID"
  | "E_FINDING_UNKNOWN"
  /** The finding's plan is not the one that the person saw. */
  | "E_PLAN_CHANGED"
  /** Nothing waits for an approval. */
  | "E_NOT_AWAITING"
  /** Somebody else decided before. */
  | "E_ALREADY_DECIDED";

export type TakenDecision =
  /** The finding as it stands now, which was published. An approved revert is made by the remediation function. */
  | { readonly outcome: "taken"; readonly finding: Finding }
  | { readonly outcome: "refused"; readonly code: DecisionRefusal; readonly message: string };

/** What a yes is waited for. */
const WAITING: readonly RemediationStatus[] = ["awaitingApproval", "expired"];
const dayMs = 24 * 60 * 60_000;

/**
 * Takes what a person decided about a finding: checks that the decision is vouched for, still counts,
 * is about the plan that stands, and is the first; writes it down, and tells. One that was written down
 * and not told is told first. Nothing is written to the account here.
 */
export async function takeDecision(
  decision: SignedDecision,
  ports: DecisionPorts,
): Promise<TakenDecision> {
  const { findings, ledger, signatures, clock } = ports;
  const refused = await refuseAlone(decision, signatures, clock.now());
  if (refused !== null) return refused;
  const { findingId } = decision;
  const finding = await findings.find(findingId);
  if (finding === null) {
    return refuse("E_FINDING_UNKNOWN", `no finding has the id \`${findingId}\``);
  }
  for (;;) {
    const entries = await ledger.ofFinding(findingId);
    const now = findingNow(finding, entries);
    // Nobody else tells it, and an approved revert is made only when it is told.
    const untold = untoldEntry("decision", entries);
    if (untold !== null) {
      await tell(now, untold, ports);
      if (untold.decision.nonce === decision.nonce) return { outcome: "taken", finding: now };
    }
    const why = refuseAbout(decision, now, entries, signatures);
    if (why !== null) return why;
    const entry = entryOf(decision, finding, entries, nextTime(entries, clock.now()));
    // Somebody decided meanwhile: their decision is the first.
    if ((await ledger.append(entry)) === "taken") continue;
    const told = withDecision(now, entry);
    await tell(told, entry, ports);
    return { outcome: "taken", finding: told };
  }
}

/** Publishes a finding as a decision left it, and writes down that it was told. */
async function tell(
  finding: Finding,
  entry: DecisionEntry,
  { notifier, ledger, clock }: DecisionPorts,
): Promise<void> {
  await notifier.publish(finding);
  await ledger.append(toldEntry(entry, clock.now()));
}

/** What speaks against a decision whatever it is about. */
async function refuseAlone(
  decision: SignedDecision,
  { verify }: Pick<Signatures, "verify">,
  now: Date,
): Promise<TakenDecision | null> {
  const { kind, until, expires, signature } = decision;
  if (!(await verify(decisionText(decision), signature))) {
    return refuse("E_DECISION_FORGED", "the decision is not signed as it stands");
  }
  // A time that cannot be read has passed.
  if (!(Date.parse(expires) > now.getTime())) {
    return refuse("E_DECISION_EXPIRED", `the decision counted until ${expires}`);
  }
  if (kind !== "snooze") return null;
  const left = Date.parse(until ?? "") - now.getTime();
  if (left > 0 && left <= LONGEST_SNOOZE_DAYS * dayMs) return null;
  return refuse(
    "E_DECISION_INVALID",
    `a snooze ends within ${LONGEST_SNOOZE_DAYS} days, not at \`${until ?? "no time"}\``,
  );
}

/** What speaks against a decision about a finding as it stands. */
function refuseAbout(
  decision: SignedDecision,
  now: Finding,
  entries: readonly LedgerEntry[],
  signatures: Pick<Signatures, "digest">,
): TakenDecision | null {
  const decided = entries.filter((entry) => entry.kind === "decision");
  if (decided.some((entry) => entry.decision.nonce === decision.nonce)) {
    return refuse("E_DECISION_REPLAYED", "the decision was taken already");
  }
  if (planHash(now, signatures) !== decision.planHash) {
    return refuse("E_PLAN_CHANGED", "the decision is about another plan than the finding's");
  }
  if (decision.kind === "snooze") {
    const why = whyNotSnoozed(now);
    return why === null ? null : refuse("E_DECISION_INVALID", why);
  }
  const first = decided.find((entry) => entry.decision.kind !== "snooze");
  const { status, mode } = now.remediation;
  // A yes that came too late may be said again, and one that ended in nothing.
  const isOpen = WAITING.includes(status) || isUndone(entries);
  if (first !== undefined && status !== "expired" && !isUndone(entries)) {
    const { by, at, kind } = first.decision;
    return refuse("E_ALREADY_DECIDED", `\`${by}\` decided ${kind} at ${at}`);
  }
  if (decision.kind !== "approve" || isOpen) return null;
  return refuse(
    "E_NOT_AWAITING",
    `nothing waits for an approval: the finding is \`${status}\` in the mode \`${mode}\``,
  );
}

/** Numbered, so that of two that decide at a time only one is the next. */
function entryOf(
  decision: SignedDecision,
  finding: Finding,
  entries: readonly LedgerEntry[],
  at: string,
): DecisionEntry {
  const count = entries.filter(({ kind }) => kind === "decision").length;
  return {
    kind: "decision",
    id: `decision-${String(count + 1).padStart(4, "0")}`,
    findingId: decision.findingId,
    at,
    ...subjectOfFinding(finding),
    decision,
    attributeChanges: finding.attributeChanges,
    hides: snoozeOf(decision, finding),
  };
}

function refuse(code: DecisionRefusal, message: string): TakenDecision {
  return { outcome: "refused", code, message };
}
