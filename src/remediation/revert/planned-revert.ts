import type { Finding } from "../../guardrail/finding/finding.ts";
import { planHash, type Signatures } from "../decision/decision.ts";
import type { RevertCause } from "../decision/ledger.ts";
import { judgeWithPlan } from "../judge-with-plan.ts";
import type { RevertInput, RevertPlan } from "../plan/revert-plan.ts";
import type { RecordedEvent, RevertOptions } from "./revert-ports.ts";

/** A plan that may be carried out as far as the recorded state tells, or why none. */
export type PlannedRevert =
  | { readonly plan: RevertPlan; readonly input: RevertInput }
  | { readonly passedOver: string }
  | { readonly refused: { readonly code: string; readonly text: string } };

/**
 * Plans the revert of a finding anew from the recorded event: what would be written is never taken
 * from a message. It has to be the very plan that the finding told.
 */
export function planAnew(
  finding: Finding,
  recorded: RecordedEvent,
  cause: RevertCause,
  { config, compiler }: Pick<RevertOptions, "config" | "compiler">,
  signatures: Pick<Signatures, "digest">,
): PlannedRevert {
  const [unknown] = recorded.unknowns;
  if (unknown !== undefined) return refuse("stateUnknown", unknown.text);
  const { judged, planned } = judgeWithPlan(recorded.before, recorded.record, { config, compiler });
  if (judged.outcome !== "finding" || judged.finding.findingId !== finding.findingId) {
    return refuse("planChanged", "by what is known now the event comes to something else");
  }
  if (planned === null) return { passedOver: "the configuration only observes such a change" };
  const { plan, check, input } = planned;
  const { mode, status } = judged.finding.remediation;
  if (check.refusals.length > 0) {
    return refuse("unsafe", check.refusals.map(({ text }) => text).join("; "));
  }
  if (planHash(judged.finding, signatures) !== planHash(finding, signatures)) {
    return refuse("planChanged", "by what is known now the plan is another than the finding's");
  }
  const isWanted =
    cause === "enforce" ? mode === "enforce" && status === "applied" : plan.level !== "proposal";
  return isWanted && plan.calls.length > 0
    ? { plan, input }
    : { passedOver: `such a plan is \`${status}\` in the mode \`${mode}\`` };
}

function refuse(code: string, text: string): PlannedRevert {
  return { refused: { code, text } };
}
