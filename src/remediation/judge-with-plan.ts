import type { Snapshot } from "../account/snapshot.ts";
import type { Finding } from "../guardrail/finding/finding.ts";
import { applyConfig, trustedActorOf } from "../guardrail/judge/config-apply.ts";
import {
  type JudgedRecord,
  type JudgeOptions,
  judgeRecord,
} from "../guardrail/judge/judge-record.ts";
import { compileWorld } from "../kms/world/world.ts";
import { checkPlan, type PlanCheck } from "./check/check-plan.ts";
import { planRevert } from "./plan/plan-revert.ts";
import { type RevertInput, type RevertPlan, withApproval } from "./plan/revert-plan.ts";
import { remediationOfPlan } from "./remediation-of-plan.ts";

/** What a record came to, and the plan that undoes it where there is one to think of. */
export interface PlannedRecord {
  readonly judged: JudgedRecord;
  readonly planned: {
    readonly plan: RevertPlan;
    readonly check: PlanCheck;
    readonly input: RevertInput;
  } | null;
}

/**
 * Judges one record by the configuration and plans how to undo it; nothing is carried out. An event
 * of a trusted actor changes the baseline without a finding. What expires does so by the event's
 * own time.
 */
export function judgeWithPlan(
  snapshots: readonly Snapshot[],
  record: unknown,
  options: JudgeOptions,
): PlannedRecord {
  const judged = judgeRecord(snapshots, record, options);
  if (judged.outcome !== "finding") return { judged, planned: null };
  const { event, changes } = judged;
  const trusted = trustedActorOf(judged.finding.event, options.config);
  if (trusted !== null) {
    const finding = trustedFinding(judged.finding, trusted);
    return { judged: { ...judged, outcome: "silent", finding }, planned: null };
  }
  const worlds = {
    before: compileWorld(snapshots, options.compiler),
    after: compileWorld(judged.snapshots, options.compiler),
  };
  const finding = applyConfig(judged.finding, options.config, { worlds, now: event.eventTime });
  const { mode } = finding.remediation;
  if (mode === "observe") return { judged: { ...judged, finding }, planned: null };
  const input = {
    event,
    changes,
    attributes: finding.attributeChanges,
    before: snapshots,
    after: judged.snapshots,
  };
  const plan = heldBack(planRevert(input), finding);
  const check = checkPlan(plan, input, options);
  const remediation = remediationOfPlan(mode, plan, check);
  const notes = [...finding.notes, ...plan.notes, ...check.notes];
  return {
    judged: { ...judged, finding: { ...finding, notes, remediation } },
    planned: { plan, check, input },
  };
}

/** What is undone by itself has to be known to have done something: else a person says yes. */
function heldBack(plan: RevertPlan, { kind }: Finding): RevertPlan {
  if (kind !== "blind" || plan.level !== "automatic") return plan;
  const text = "what the event did to access is not known: it is undone only after a yes";
  const held = withApproval(plan.calls, { code: "effectUnknown", text });
  return { ...held, notes: [...plan.notes, ...held.notes] };
}

function trustedFinding(finding: Finding, name: string): Finding {
  const note = { code: "trustedActor", text: `made by the trusted actor \`${name}\`` };
  const remediation = { ...finding.remediation, mode: "observe" } as const;
  return { ...finding, notes: [...finding.notes, note], remediation };
}
