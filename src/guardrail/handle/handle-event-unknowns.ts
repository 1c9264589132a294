import type { Unknown } from "../../kms/decision.ts";
import type { Finding } from "../finding/finding.ts";
import { shortActor } from "../finding/finding-title.ts";
import { worse } from "../finding/severity.ts";
import type { JudgedRecord } from "../judge/judge-record.ts";

/**
 * Adds what the state could not tell to what a record came to: such an event is a finding in any
 * case, a blind one where no access change is known.
 */
export function tellUnknowns(judged: JudgedRecord, unknowns: readonly Unknown[]): JudgedRecord {
  if (unknowns.length === 0) return judged;
  if (judged.outcome !== "finding" && judged.outcome !== "silent") return judged;
  return { ...judged, outcome: "finding", finding: withUnknowns(judged.finding, unknowns) };
}

/** Adds remarks to the finding of a record, where there is one. */
export function tellRemarks(judged: JudgedRecord, remarks: readonly Unknown[]): JudgedRecord {
  if (remarks.length === 0) return judged;
  if (judged.outcome !== "finding" && judged.outcome !== "silent") return judged;
  const { finding } = judged;
  return { ...judged, finding: { ...finding, notes: [...finding.notes, ...remarks] } };
}

function withUnknowns(finding: Finding, unknowns: readonly Unknown[]): Finding {
  const told: Finding = {
    ...finding,
    severity: worse(finding.severity, "medium"),
    notes: [...finding.notes, ...unknowns],
  };
  if (finding.accessChanges.length > 0) return told;
  return { ...told, kind: "blind", title: blindTitle(finding) };
}

function blindTitle({ event, title }: Finding): string {
  if (event === null) return title;
  const actor = shortActor(event.actor);
  return `what ${event.eventName} did to access is not known (by ${actor})`;
}
