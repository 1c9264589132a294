import type { GuardrailConfig } from "../../guardrail/config/config.ts";
import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import { hasPolicyAdministrator } from "../../guardrail/judge/key-control.ts";
import type { Compiler } from "../../kms/compiler.ts";
import type { Unknown } from "../../kms/decision.ts";
import { compileWorld } from "../../kms/world/world.ts";
import { restoreParts } from "../plan/restore-parts.ts";
import type { RevertInput, RevertPlan } from "../plan/revert-plan.ts";
import { changesOfCall } from "./changes-of-call.ts";
import { checkCalls } from "./check-calls.ts";
import { checkControl } from "./check-control.ts";
import { checkEffect } from "./check-effect.ts";
import { checkStorage } from "./check-storage.ts";
import { stepsOfPlan } from "./plan-steps.ts";
import type { Refusal } from "./refusal.ts";

export interface PlanCheck {
  /** Why the plan is not to be carried out; none: it is safe. */
  readonly refusals: readonly Refusal[];
  /** What a person may make of it where it is refused: the calls with repaired documents, or none. */
  readonly proposed: readonly RemediationCall[];
  readonly notes: readonly Unknown[];
}

export interface CheckOptions {
  readonly config: GuardrailConfig;
  readonly compiler: Compiler;
}

const SAFE: PlanCheck = { refusals: [], proposed: [], notes: [] };

/**
 * Checks a plan by the same decisions that made the finding: AWS would take it, the caller may make
 * its calls, it cancels exactly what the event did to access, and it leaves the key to somebody.
 * A proposal, which a person makes, is checked for what AWS would take only.
 */
export function checkPlan(plan: RevertPlan, input: RevertInput, options: CheckOptions): PlanCheck {
  if (plan.calls.length === 0) return SAFE;
  const storage = checkStorage(plan.calls, compileWorld(input.after, options.compiler));
  const refusals = [...storage.refusals, ...checkOutcome(plan, plan.calls, input, options)];
  if (refusals.length === 0) return { ...SAFE, notes: callerNotes(plan, input, options) };
  return { refusals, ...proposedInstead(plan, refusals, storage.repaired, input, options) };
}

function checkOutcome(
  { level }: RevertPlan,
  calls: readonly RemediationCall[],
  input: RevertInput,
  { config, compiler }: CheckOptions,
): readonly Refusal[] {
  if (level === "proposal") return [];
  const simulated = stepsOfPlan(input.after, input.event, calls);
  if (simulated === null) return [{ code: "notCancelled", text: "the plan cannot be simulated" }];
  const worlds = {
    before: compileWorld(input.before, compiler),
    after: compileWorld(input.after, compiler),
    // What is as it was counts as such, in whatever order AWS would list it now.
    reverted: compileWorld(restoreParts(simulated.after, input.before), compiler),
  };
  const made = calls.map(changesOfCall).filter((change) => change !== null);
  const { trustedAccounts, guardrail } = config;
  return [
    ...checkControl(simulated.steps, worlds, guardrail.principal),
    ...checkEffect({
      event: input.event,
      changes: [...input.changes, ...made],
      worlds,
      trustedAccounts,
    }),
    ...checkCalls(simulated.steps, guardrail.principal, compiler),
  ];
}

/**
 * What a person may still send: the plan itself when only the guardrail's own principal cannot, the
 * plan with repaired documents when these lock nobody out; nothing that would do harm.
 */
function proposedInstead(
  plan: RevertPlan,
  refusals: readonly Refusal[],
  repaired: readonly RemediationCall[] | null,
  input: RevertInput,
  options: CheckOptions,
): Pick<PlanCheck, "proposed" | "notes"> {
  if (refusals.every(({ code }) => code === "callerDenied")) {
    return { proposed: plan.calls, notes: [] };
  }
  if (repaired === null) return { proposed: [], notes: [] };
  const left = checkOutcome(plan, repaired, input, options);
  if (left.some(({ code }) => code === "lockout" || code === "keyState")) {
    return { proposed: [], notes: [] };
  }
  const differs = left.filter(({ code }) => code === "wouldGrant" || code === "notCancelled");
  return {
    proposed: repaired,
    notes: [
      { code: "repairedPolicy", text: "the calls put a repaired document that AWS would take" },
      ...differs.map(({ text }) => ({ code: "repairChangesAccess", text })),
    ],
  };
}

/** Without a told principal one that may is assumed, also where nobody is left who may. */
function callerNotes(
  { calls }: RevertPlan,
  { after }: RevertInput,
  { config, compiler }: CheckOptions,
): readonly Unknown[] {
  if (config.guardrail.principal !== null) return [];
  const world = compileWorld(after, compiler);
  return calls.flatMap(({ operation, input }) => {
    if (operation !== "PutKeyPolicy" || hasPolicyAdministrator(world, String(input["KeyId"]))) {
      return [];
    }
    const text =
      "nobody in the account is left who may put the key policy: the revert assumes a caller that may, else only AWS Support can help";
    return [{ code: "callerAssumed", text }];
  });
}
