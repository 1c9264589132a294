import type { Finding, RemediationStatus } from "../../guardrail/finding/finding.ts";
import type { Unknown } from "../../kms/decision.ts";
import type { Decision } from "./decision.ts";
import type { DecisionEntry, LedgerEntry, OutcomeEntry } from "./ledger.ts";

/** A finding as it stands: as it was told first, with what was decided and done about it since. */
export function findingNow(finding: Finding, entries: readonly LedgerEntry[]): Finding {
  return entries.reduce((now, entry) => {
    if (entry.kind === "decision") return withDecision(now, entry);
    return entry.kind === "outcome" ? withOutcome(now, entry, finding) : now;
  }, finding);
}

/** A refusal is a finding of its own kind; the event's access changes stay in it. */
function withOutcome(now: Finding, outcome: OutcomeEntry, first: Finding): Finding {
  const { status, code, text, notes } = outcome;
  const told = withStatus(now, status, [{ code, text }, ...notes]);
  if (status === "verified" || status === "applied") {
    const { kind, title } = first;
    return { ...told, kind, title, remediation: { ...told.remediation, refusedBecause: null } };
  }
  // What is asked for first is no longer enforced.
  const mode = status === "awaitingApproval" ? "approve" : now.remediation.mode;
  return {
    ...told,
    kind: "refusal",
    title: `not reverted: ${first.title}`,
    remediation: { ...told.remediation, mode, refusedBecause: text },
  };
}

export function withDecision(finding: Finding, { decision }: DecisionEntry): Finding {
  const note = { code: NOTE_OF[decision.kind], text: decisionNote(decision) };
  return withStatus(finding, STATUS_OF[decision.kind] ?? finding.remediation.status, [note]);
}

const NOTE_OF = {
  approve: "approved",
  reject: "rejected",
  accept: "accepted",
  snooze: "snoozed",
} as const;

const STATUS_OF: Readonly<Partial<Record<Decision["kind"], RemediationStatus>>> = {
  reject: "rejected",
  accept: "rejected",
};

function decisionNote({ kind, by, at, until, reason }: Decision): string {
  const end = kind === "snooze" && until !== undefined ? ` until ${until}` : "";
  const why = reason === undefined || reason === "" ? "" : `: ${reason}`;
  return `${NOTE_OF[kind]}${end} by \`${by}\` at ${at}${why}`;
}

function withStatus(
  finding: Finding,
  status: RemediationStatus,
  notes: readonly Unknown[],
): Finding {
  const remediation = { ...finding.remediation, status };
  return { ...finding, notes: [...finding.notes, ...notes], remediation };
}
