import { KMS_ACTIONS } from "../../kms/action-table.ts";
import type { Decision } from "../../kms/decision.ts";
import { evaluateTarget } from "../../kms/evaluate/evaluate-target.ts";
import { kmsActionIndex } from "../../kms/kms-vocabulary.ts";
import { prepareTarget } from "../../kms/layers/prepared-target.ts";
import { compileContext } from "../../kms/request/request-facts.ts";
import { keyTarget } from "../../kms/request/target.ts";
import { findKey } from "../../kms/world/find-key.ts";
import { findPath, organizationOf, type World } from "../../kms/world/world.ts";
import { decideTarget, decisionValue } from "../decide/decide-target.ts";
import { keyUnknown, type RequestError } from "../decide/request.ts";
import { isExternal } from "./external.ts";
import { profilesOf, universeOfPaths, universeOfPrincipals } from "./universe.ts";

/** One principal that can (or may be able to) use the key by one action on one path. */
export type WhoCanLine = Decision & {
  readonly principal: string;
  readonly action: string;
  readonly key: string;
  readonly via: string | null;
  readonly external: boolean;
};

export interface WhoCanOptions {
  /** null: every action on a key. */
  readonly actions: readonly string[] | null;
  /** undefined: every path. */
  readonly via: string | null | undefined;
  readonly trustedAccounts: readonly string[];
}

/** Every principal that can use a key, on every path; those that are denied are left out. */
export function whoCan(
  world: World,
  keyIdentifier: string,
  options: WhoCanOptions,
): RequestError | Generator<WhoCanLine> {
  const found = findKey(world, keyIdentifier);
  if (found === null) return keyUnknown(keyIdentifier);
  const actions: number[] = [];
  for (const name of options.actions ?? keyActionNames()) {
    const index = kmsActionIndex(name.includes(":") ? name : `kms:${name}`);
    if (index === undefined)
      return { code: "E_ACTION_UNKNOWN", message: `KMS has no action \`${name}\`` };
    if (KMS_ACTIONS[index]?.resource === "none")
      return { code: "E_ACTION_KEYLESS", message: `\`${name}\` is on no key` };
    actions.push(index);
  }
  return lines(world, found, actions, options);
}

function keyActionNames(): readonly string[] {
  return KMS_ACTIONS.filter((action) => action.resource !== "none").map(
    (action) => `kms:${action.name}`,
  );
}

function* lines(
  world: World,
  { key, alias }: NonNullable<ReturnType<typeof findKey>>,
  actions: readonly number[],
  options: WhoCanOptions,
): Generator<WhoCanLine> {
  const given: Record<string, string> = alias === null ? {} : { "kms:RequestAlias": alias };
  const request = compileContext({ given, complete: false });
  const paths =
    options.via === undefined ? universeOfPaths(world, key.region) : [findPath(world, options.via)];
  const targets = paths.map((path) =>
    prepareTarget(keyTarget(key, organizationOf(world, key.account), path, request)),
  );
  for (const profile of profilesOf(world, universeOfPrincipals(world))) {
    const requester = { profile, sessionPolicies: null, grantId: null };
    for (const prepared of targets) {
      const evaluation = evaluateTarget(prepared, requester, { asIfEnabled: false });
      for (const action of actions) {
        const decision = decisionValue(evaluation, action);
        if (decision === "implicitDeny" || decision === "explicitDeny") continue;
        const {
          formula: _f,
          evaluation: _e,
          action: _a,
          ...told
        } = decideTarget(prepared, requester, action);
        yield {
          principal: profile.principal.id,
          action: `kms:${KMS_ACTIONS[action]?.name ?? ""}`,
          key: key.arn,
          via: prepared.target.path.via,
          external: isExternal(world, profile.principal.id, key.account, options.trustedAccounts),
          ...told,
        };
      }
    }
  }
}
