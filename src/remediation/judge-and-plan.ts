import type { Snapshot } from "../account/snapshot.ts";
import { type JudgedRecord, type JudgeOptions, judgeRecord } from "../guardrail/judge-record.ts";
import { checkPlan } from "./check-plan.ts";
import { planRevert } from "./plan-revert.ts";
import { stepsOfPlan } from "./plan-steps.ts";
import { remediationOfPlan } from "./remediation-of-plan.ts";
import { restoreParts } from "./restore-parts.ts";

/**
 * Judges one record and tells how to undo it. In the mode `enforce` what can be undone is undone
 * at once: the snapshots are then those after the revert.
 */
export function judgeAndPlan(
  snapshots: readonly Snapshot[],
  record: unknown,
  options: JudgeOptions,
): JudgedRecord {
  const judged = judgeRecord(snapshots, record, options);
  if (judged.outcome !== "finding") return judged;
  const { finding, event, changes } = judged;
  const { mode } = finding.remediation;
  if (mode === "observe") return judged;
  const input = {
    event,
    changes,
    attributes: finding.attributeChanges,
    before: snapshots,
    after: judged.snapshots,
  };
  const plan = planRevert(input);
  const check = checkPlan(plan, input, options);
  const remediation = remediationOfPlan(mode, plan, check);
  const notes = [...finding.notes, ...plan.notes, ...check.notes];
  const made =
    remediation.status === "applied" ? stepsOfPlan(judged.snapshots, event, plan.calls) : null;
  return {
    ...judged,
    finding: { ...finding, notes, remediation },
    snapshots: made === null ? judged.snapshots : restoreParts(made.after, snapshots),
  };
}
