import type { Mode, Remediation } from "../guardrail/finding/finding.ts";
import type { PlanCheck } from "./check/check-plan.ts";
import type { RevertPlan } from "./plan/revert-plan.ts";

/** What a finding tells of its revert in a mode. */
export function remediationOfPlan(mode: Mode, plan: RevertPlan, check: PlanCheck): Remediation {
  const told = { mode, refusedBecause: null };
  if (mode === "observe" || plan.level === "none") return { ...told, status: "none", calls: [] };
  if (check.refusals.length === 0) {
    return { ...told, status: statusOf(mode, plan), calls: plan.calls };
  }
  const refusedBecause = check.refusals.map(({ text }) => text).join("; ");
  return { mode, status: "refused", refusedBecause, calls: check.proposed };
}

function statusOf(mode: Mode, { level }: RevertPlan): Remediation["status"] {
  if (mode === "alert" || level === "proposal") return "proposed";
  return mode === "enforce" && level === "automatic" ? "applied" : "awaitingApproval";
}
