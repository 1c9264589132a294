import type { Finding, RemediationStatus } from "../../guardrail/finding/finding.ts";
import type { Unknown } from "../../kms/decision.ts";
import { findingNow } from "../decision/finding-now.ts";
import type { LedgerEntry, OutcomeEntry } from "../decision/ledger.ts";
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
    at: ports.clock.now().toISOString(),
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
  { id, findingId }: OutcomeEntry,
  { ledger, notifier, clock }: TellingPorts,
): Promise<Finding> {
  const now = findingNow(finding, await ledger.ofFinding(findingId));
  await notifier.publish(now);
  const at = clock.now().toISOString();
  await ledger.append({ kind: "told", id: `told-${id}`, findingId, at, outcome: id });
  return now;
}

/** Numbered within the finding. */
export function nextId(kind: LedgerEntry["kind"], entries: readonly LedgerEntry[]): string {
  const count = entries.filter((entry) => entry.kind === kind).length;
  return `${kind}-${String(count + 1).padStart(4, "0")}`;
}

/** The last outcome, where nobody was told of it. */
export function untoldOutcome(entries: readonly LedgerEntry[]): OutcomeEntry | null {
  const last = entries.filter((entry) => entry.kind === "outcome").at(-1);
  if (last === undefined) return null;
  const isTold = entries.some((entry) => entry.kind === "told" && entry.outcome === last.id);
  return isTold ? null : last;
}
