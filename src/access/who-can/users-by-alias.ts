import { classPrincipals } from "../../kms/evaluate/classed-principals.ts";
import { evaluatePrincipals } from "../../kms/evaluate/evaluate-principals.ts";
import { prepareTarget } from "../../kms/layers/prepared-target.ts";
import { compileContext } from "../../kms/request/request-facts.ts";
import { keyTarget } from "../../kms/request/target.ts";
import { findKey } from "../../kms/world/find-key.ts";
import { findPath, organizationOf, type World } from "../../kms/world/world.ts";
import { decisionValue } from "../decide/decide-target.ts";
import { profilesOf, universeOfPrincipals } from "./universe.ts";

/** What each principal may do with a key that it names by an alias: the actions among those asked about. */
export interface AliasUse {
  readonly allowed: readonly number[];
  /** Allowed under a condition, or nobody can tell. */
  readonly conditional: readonly number[];
}

/**
 * Who can do what with a key in requests that name it by an alias, outside any endpoint, as if it were
 * enabled; those who can do nothing of it are left out.
 */
export function usersByAlias(
  world: World,
  keyArn: string,
  alias: string,
  actions: readonly number[],
): ReadonlyMap<string, AliasUse> {
  const found = findKey(world, keyArn);
  if (found === null) return new Map();
  const request = compileContext({ given: { "kms:RequestAlias": alias }, complete: false });
  const organization = organizationOf(world, found.key.account);
  const target = keyTarget(found.key, organization, findPath(world, null), request);
  const profiles = profilesOf(world, universeOfPrincipals(world));
  const { evaluations, of } = evaluatePrincipals(
    prepareTarget(target),
    classPrincipals(profiles, world.compiler),
    { asIfEnabled: true },
  );
  const uses = evaluations.map((evaluation): AliasUse => {
    const decided = (value: string) =>
      actions.filter((action) => decisionValue(evaluation, action) === value);
    return { allowed: decided("allowed"), conditional: decided("conditional") };
  });
  const users = profiles.flatMap(
    ({ principal }, index): readonly (readonly [string, AliasUse])[] => {
      const use = uses[of[index] ?? -1];
      const isUser = use !== undefined && use.allowed.length + use.conditional.length > 0;
      return isUser ? [[principal.id, use]] : [];
    },
  );
  return new Map(users);
}
