import { profilesOf, universeOfPrincipals } from "../../access/who-can/universe.ts";
import { evaluateTarget } from "../../kms/evaluate/evaluate-target.ts";
import { kmsActionIndex } from "../../kms/kms-vocabulary.ts";
import { prepareTarget } from "../../kms/layers/prepared-target.ts";
import { compileContext, NOTHING_TOLD } from "../../kms/request/request-facts.ts";
import { OUTSIDE_ENDPOINTS } from "../../kms/request/request-path.ts";
import { keyTarget } from "../../kms/request/target.ts";
import { organizationOf, type World } from "../../kms/world/world.ts";
import { hasAction } from "../../policy/action-set.ts";
import { allOf } from "../../policy/verdict.ts";

const PUT_KEY_POLICY = kmsActionIndex("kms:PutKeyPolicy") ?? 0;

/** Whether somebody in the key's account can (or may be able to) change its key policy. */
export function hasPolicyAdministrator(world: World, keyArn: string): boolean {
  const key = world.keys.get(keyArn);
  if (key === undefined) return true;
  const target = keyTarget(
    key,
    organizationOf(world, key.account),
    OUTSIDE_ENDPOINTS,
    compileContext(NOTHING_TOLD),
  );
  const prepared = prepareTarget(target);
  return profilesOf(world, universeOfPrincipals(world)).some((profile) => {
    if (profile.principal.account !== key.account) return false;
    const requester = { profile, sessionPolicies: null, grantId: null };
    const { final } = evaluateTarget(prepared, requester, { asIfEnabled: true });
    return hasAction(allOf(final), PUT_KEY_POLICY);
  });
}
