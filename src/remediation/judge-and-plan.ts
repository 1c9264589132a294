import type { Snapshot } from "../account/snapshot.ts";
import type { Finding } from "../guardrail/finding/finding.ts";
import type { JudgedRecord, JudgeOptions } from "../guardrail/judge/judge-record.ts";
import { stepsOfPlan } from "./check/plan-steps.ts";
import { judgeWithPlan } from "./judge-with-plan.ts";
import { restoreParts } from "./plan/restore-parts.ts";

/**
 * Judges one record and tells how to undo it. In the mode `enforce` what can be undone is undone at
 * once, in memory: the snapshots are then those after the revert.
 */
export function judgeAndPlan(
  snapshots: readonly Snapshot[],
  record: unknown,
  options: JudgeOptions,
): JudgedRecord {
  const { judged, planned } = judgeWithPlan(snapshots, record, options);
  if (judged.outcome !== "finding" || planned === null) return judged;
  if (judged.finding.remediation.status !== "applied") return judged;
  const made = stepsOfPlan(judged.snapshots, judged.event, planned.plan.calls);
  if (made === null) return judged;
  return { ...judged, snapshots: restoreParts(made.after, snapshots) };
}

/**
 * Judges one record and tells how to undo it, for a guardrail whose remediation function makes the
 * calls: until it has, they are proposed, and the snapshots are those after the event.
 */
export function judgeAndPropose(
  snapshots: readonly Snapshot[],
  record: unknown,
  options: JudgeOptions,
): JudgedRecord {
  const { judged } = judgeWithPlan(snapshots, record, options);
  if (judged.outcome !== "finding") return judged;
  return { ...judged, finding: asProposed(judged.finding) };
}

/** What would be applied at once is applied by somebody else, later. */
export function asProposed(finding: Finding): Finding {
  const { remediation } = finding;
  if (remediation.status !== "applied") return finding;
  return { ...finding, remediation: { ...remediation, status: "proposed" } };
}
