import type { Finding, RemediationStatus } from "../../guardrail/finding/finding.ts";
import type { Unknown } from "../../kms/decision.ts";
import { findingNow } from "../decision/finding-now.ts";
import { type LedgerEntry, nextTime, type OutcomeEntry, toldEntry } from "../decision/ledger.ts";
import { subjectOfFinding } from "../decision/revert-subject.ts";
import type { RevertPorts } from "./revert-ports.ts";

export interface Outcome {
  readonly status: RemediationStatus;
  readonly code: string;
  readonly text: string;
  readonly notes?: readonly Unknown[];
}

type TellingPorts = Pick<RevertPorts, "ledger" | "notifier" | "clock">;

/** Writes down how a revert ended, then tells it: what is written is told by a retry. */
export async function tellOutcome(
  finding: Finding,
  { status, code, text, notes = [] }: Outcome,
  ports: TellingPorts,
): Promise<Finding> {
  const { findingId } = finding;
  const entries = await ports.ledger.ofFinding(findingId);
  const entry: OutcomeEntry = {
    kind: "outcome",
    id: nextId("outcome", entries),
    findingId,
    at: nextTime(entries, ports.clock.now()),
    ...subjectOfFinding(finding),
    status,
    code,
    text,
    notes,
  };
  await ports.ledger.append(entry);
  return publishOutcome(finding, entry, ports);
}

/** Publishes an outcome that is written down. */
export async function publishOutcome(
  finding: Finding,
  outcome: OutcomeEntry,
  { ledger, notifier, clock }: TellingPorts,
): Promise<Finding> {
  const now = findingNow(finding, await ledger.ofFinding(outcome.findingId));
  await notifier.publish(now);
  await ledger.append(toldEntry(outcome, clock.now()));
  return now;
}

/** Numbered within the finding. */
export function nextId(kind: LedgerEntry["kind"], entries: readonly LedgerEntry[]): string {
  const count = entries.filter((entry) => entry.kind === kind).length;
  return `${kind}-${String(count + 1).padStart(4, "0")}`;
}
