import { isUnreadable } from "../account/snapshot.ts";
import type { LayerPolicy } from "../kms/layer-policy.ts";
import { findPrincipal } from "../kms/world/find-principal.ts";
import type { World } from "../kms/world/world.ts";
import { isEmptySet } from "../policy/action-set.ts";
import { UNKNOWN } from "../policy/fact.ts";
import { matchResource } from "../policy/resource-element.ts";

/**
 * Whether a principal's identity-based policies may let it use another account's key, which needs
 * them besides that key's policy.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
export function mayUseForeignKey(world: World, principal: string, keyArn: string): boolean {
  const profile = findPrincipal(world, principal);
  if (profile === null || profile.identity.kind !== "policies") return true;
  return profile.identity.policies.some((policy) => mayAllow(policy, keyArn));
}

function mayAllow({ compiled }: LayerPolicy, keyArn: string): boolean {
  if (isUnreadable(compiled)) return true;
  return compiled.statements.some(
    ({ effect, actions, resource }) =>
      effect === "Allow" &&
      !isEmptySet(actions) &&
      matchResource(resource, keyArn, () => UNKNOWN).kind !== "false",
  );
}
