import { decideRequest } from "../../access/decide/decide-request.ts";
import { isRequestError } from "../../access/decide/request.ts";
import { hasPolicyAdministrator } from "../../guardrail/judge/key-control.ts";
import type { World } from "../../kms/world/world.ts";
import type { PlanStep } from "./plan-steps.ts";
import type { Refusal } from "./refusal.ts";
import { requestOfCall } from "./request-of-call.ts";

/**
 * Whether somebody in the account, and the guardrail's principal (null: not told), can change the
 * key policy after a plan. A plan that puts a key policy must leave both; any other must not take
 * either away. KMS itself refuses a policy that the caller could not change again.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export function checkControl(
  steps: readonly PlanStep[],
  worlds: { readonly after: World; readonly reverted: World },
  principal: string | null,
): readonly Refusal[] {
  const keys = new Map<string, boolean>();
  for (const { keyArn, call } of steps) {
    if (keyArn === null) continue;
    keys.set(keyArn, keys.get(keyArn) === true || call.operation === "PutKeyPolicy");
  }
  return [...keys].flatMap(([keyArn, putsPolicy]): readonly Refusal[] => {
    const { after, reverted } = worlds;
    if (!hasPolicyAdministrator(reverted, keyArn)) {
      if (!putsPolicy && !hasPolicyAdministrator(after, keyArn)) return [];
      const text = `nobody in the account could change the key policy of \`${keyArn}\` afterwards`;
      return [{ code: "lockout", text }];
    }
    if (principal === null || mayManage(reverted, keyArn, principal)) return [];
    if (!putsPolicy && !mayManage(after, keyArn, principal)) return [];
    const text = `\`${principal}\` could not change the key policy of \`${keyArn}\` afterwards`;
    return [{ code: "lockout", text }];
  });
}

function mayManage(world: World, keyArn: string, principal: string): boolean {
  const call = { service: "kms", operation: "PutKeyPolicy", input: {} } as const;
  const decision = decideRequest(
    world,
    requestOfCall(call, principal, { keyArn, aliasName: null }),
  );
  return (
    !isRequestError(decision) &&
    (decision.decision === "allowed" || decision.decision === "conditional")
  );
}
