import type { Snapshot } from "../account/snapshot.ts";
import { type JudgedRecord, type JudgeOptions, judgeRecord } from "../guardrail/judge-record.ts";
import { applyAt, changesOfCalls } from "./apply-calls.ts";
import { planRevert } from "./plan-revert.ts";
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
  const plan = planRevert({
    event,
    changes,
    attributes: finding.attributeChanges,
    before: snapshots,
    after: judged.snapshots,
  });
  const { mode } = finding.remediation;
  const remediation = remediationOfPlan(mode, plan);
  const notes = mode === "observe" ? finding.notes : [...finding.notes, ...plan.notes];
  const made = remediation.status === "applied" ? changesOfCalls(plan.calls) : null;
  return {
    ...judged,
    finding: { ...finding, notes, remediation },
    snapshots:
      made === null
        ? judged.snapshots
        : restoreParts(applyAt(judged.snapshots, event, made), snapshots),
  };
}
