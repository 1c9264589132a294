import { decideRequest } from "../../access/decide/decide-request.ts";
import { isRequestError } from "../../access/decide/request.ts";
import type { Compiler } from "../../kms/compiler.ts";
import type { Decision } from "../../kms/decision.ts";
import { kmsActionIndex } from "../../kms/kms-vocabulary.ts";
import { compileWorld } from "../../kms/world/world.ts";
import { hasAction } from "../../policy/action-set.ts";
import { allOf } from "../../policy/verdict.ts";
import type { PlanStep } from "./plan-steps.ts";
import type { Refusal } from "./refusal.ts";
import { requestOfCall } from "./request-of-call.ts";

/**
 * Whether every KMS call of a plan would succeed at its place in it: the key's state lets it
 * through, and the principal may make it (null: one that may is assumed). What decides about EC2's
 * calls is not in the account snapshot.
 */
export function checkCalls(
  steps: readonly PlanStep[],
  principal: string | null,
  compiler: Compiler,
): readonly Refusal[] {
  return steps.flatMap((step) => {
    if (step.call.service !== "kms" || step.keyArn === null) return [];
    const state = checkState(step, step.keyArn, compiler);
    if (state !== null) return [state];
    const denied = principal === null ? null : checkCaller(step, step.keyArn, principal, compiler);
    return denied === null ? [] : [denied];
  });
}

function checkState(step: PlanStep, keyArn: string, compiler: Compiler): Refusal | null {
  const { call, snapshots } = step;
  const key = compileWorld(snapshots, compiler).keys.get(keyArn);
  const action = kmsActionIndex(`kms:${call.operation}`);
  if (key === undefined || action === undefined) return null;
  if (hasAction(allOf(key.inState), action)) return null;
  const state = key.snapshotKey.metadata.KeyState ?? "Disabled";
  return {
    code: "keyState",
    text: `KMS refuses ${call.operation} on \`${keyArn}\` in the state ${state}`,
  };
}

function checkCaller(
  { call, snapshots, aliasName }: PlanStep,
  keyArn: string,
  principal: string,
  compiler: Compiler,
): Refusal | null {
  const world = compileWorld(snapshots, compiler);
  const decision = decideRequest(world, requestOfCall(call, principal, { keyArn, aliasName }));
  if (isRequestError(decision)) return { code: "callerDenied", text: decision.message };
  if (decision.decision === "allowed") return null;
  return {
    code: "callerDenied",
    text: `\`${principal}\` may not be allowed kms:${call.operation} on \`${keyArn}\`: ${because(decision)}`,
  };
}

function because({ decision, blockedBy, missingContextKeys, unknowns }: Decision): string {
  if (decision !== "conditional") {
    const layers = blockedBy.length === 0 ? "" : ` by ${blockedBy.join(", ")}`;
    return `${decision}${layers}`;
  }
  const open = [...missingContextKeys, ...unknowns.map(({ text }) => text)];
  return `it depends on ${open.slice(0, 5).join(", ")}`;
}
