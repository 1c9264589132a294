import type { Mode, Remediation } from "../guardrail/finding.ts";
import type { RevertPlan } from "./revert-plan.ts";

/** What a finding tells of its revert in a mode. */
export function remediationOfPlan(mode: Mode, plan: RevertPlan): Remediation {
  const told = { mode, refusedBecause: null };
  if (mode === "observe" || plan.level === "none") return { ...told, status: "none", calls: [] };
  return { ...told, status: statusOf(mode, plan), calls: plan.calls };
}

function statusOf(mode: Mode, { level }: RevertPlan): Remediation["status"] {
  if (mode === "alert" || level === "proposal") return "proposed";
  return mode === "enforce" && level === "automatic" ? "applied" : "awaitingApproval";
}
