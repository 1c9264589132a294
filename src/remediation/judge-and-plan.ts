import type { Snapshot } from "../account/snapshot.ts";
import { applyConfig, trustedActorOf } from "../guardrail/config-apply.ts";
import type { Finding } from "../guardrail/finding.ts";
import { type JudgedRecord, type JudgeOptions, judgeRecord } from "../guardrail/judge-record.ts";
import { compileWorld } from "../kms/world.ts";
import { checkPlan } from "./check-plan.ts";
import { planRevert } from "./plan-revert.ts";
import { stepsOfPlan } from "./plan-steps.ts";
import { remediationOfPlan } from "./remediation-of-plan.ts";
import { restoreParts } from "./restore-parts.ts";

/**
 * Judges one record by the configuration and tells how to undo it. In the mode `enforce` what can be
 * undone is undone at once: the snapshots are then those after the revert. An event of a trusted
 * actor changes the baseline without a finding. What expires does so by the event's own time.
 */
export function judgeAndPlan(
  snapshots: readonly Snapshot[],
  record: unknown,
  options: JudgeOptions,
): JudgedRecord {
  const judged = judgeRecord(snapshots, record, options);
  if (judged.outcome !== "finding") return judged;
  const { event, changes } = judged;
  const trusted = trustedActorOf(judged.finding.event, options.config);
  if (trusted !== null) {
    return { ...judged, outcome: "silent", finding: trustedFinding(judged.finding, trusted) };
  }
  const worlds = {
    before: compileWorld(snapshots, options.compiler),
    after: compileWorld(judged.snapshots, options.compiler),
  };
  const finding = applyConfig(judged.finding, options.config, { worlds, now: event.eventTime });
  const { mode } = finding.remediation;
  if (mode === "observe") return { ...judged, finding };
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

function trustedFinding(finding: Finding, name: string): Finding {
  const note = { code: "trustedActor", text: `made by the trusted actor \`${name}\`` };
  const remediation = { ...finding.remediation, mode: "observe" } as const;
  return { ...finding, notes: [...finding.notes, note], remediation };
}
