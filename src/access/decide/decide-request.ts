import { parseArn } from "../../account/arn.ts";
import { type DocumentJson, isUnreadable } from "../../account/snapshot.ts";
import { KMS_ACTIONS } from "../../kms/action-table.ts";
import type { Decision } from "../../kms/decision.ts";
import type { CompiledKey } from "../../kms/key/compiled-key.ts";
import { kmsActionIndex } from "../../kms/kms-vocabulary.ts";
import { prepareTarget } from "../../kms/layers/prepared-target.ts";
import type { Requester } from "../../kms/layers/sum-layers.ts";
import type { PrincipalProfile } from "../../kms/request/principal-profile.ts";
import { compileContext, type RequestFacts } from "../../kms/request/request-facts.ts";
import { aliasTarget, keylessTarget, keyTarget, type Target } from "../../kms/request/target.ts";
import { type FoundKey, findAliasHolder, findKey, keyWithoutId } from "../../kms/world/find-key.ts";
import { findPrincipal } from "../../kms/world/find-principal.ts";
import { findPath, organizationOf, regionOfCall, type World } from "../../kms/world/world.ts";
import { decideTarget } from "./decide-target.ts";
import { mergeDecisions } from "./merge-decisions.ts";
import {
  type AccessRequest,
  isRequestError,
  keyUnknown,
  principalMalformed,
  type RequestError,
} from "./request.ts";

/** Everything that a request names, found in the world: one target for each resource that must allow. */
export interface PreparedRequest {
  readonly requester: Requester;
  readonly action: number;
  readonly targets: readonly Target[];
}

/** Finds what a request names, or tells what cannot be found. */
export function prepareRequest(
  world: World,
  request: AccessRequest,
): PreparedRequest | RequestError {
  const action = kmsActionIndex(request.action);
  if (action === undefined) {
    return { code: "E_ACTION_UNKNOWN", message: `KMS has no action \`${request.action}\`` };
  }
  const profile = findPrincipal(world, request.principal);
  if (profile === null) return principalMalformed(request.principal);
  const targets = findTargets(world, request, action, profile);
  if (isRequestError(targets)) return targets;
  return {
    action,
    targets,
    requester: {
      profile,
      sessionPolicies: compileSessionPolicies(world, request),
      grantId: request.grant,
    },
  };
}

/** Decides one request. */
export function decideRequest(world: World, request: AccessRequest): Decision | RequestError {
  const prepared = prepareRequest(world, request);
  if (isRequestError(prepared)) return prepared;
  const sides = prepared.targets.map((target) =>
    decideTarget(prepareTarget(target), prepared.requester, prepared.action),
  );
  const { formula: _, ...decision } = mergeDecisions(sides);
  return decision;
}

function compileSessionPolicies(
  world: World,
  { sessionPolicies }: AccessRequest,
): Requester["sessionPolicies"] {
  if (sessionPolicies === null) return null;
  return sessionPolicies.map((document, index) => ({
    layer: "session-policy",
    policy: `sessionPolicies[${index}]`,
    compiled: world.compiler.policy(document as DocumentJson, "identity-policy"),
  }));
}

function findTargets(
  world: World,
  request: AccessRequest,
  action: number,
  profile: PrincipalProfile,
): readonly Target[] | RequestError {
  const path = findPath(world, request.via);
  const context = { given: request.context, complete: request.contextComplete };
  const resource = KMS_ACTIONS[action]?.resource;
  if (resource === "none") {
    return [keylessTarget(regionOfCall(world, path), path, compileContext(context))];
  }
  const aliasOperation = resource === "alias";
  if (request.key === null && !(aliasOperation && request.alias !== null)) {
    return {
      code: "E_REQUEST_MALFORMED",
      message: aliasOperation
        ? `\`${request.action}\` needs \`key\`, \`alias\` or both`
        : `\`${request.action}\` needs \`key\``,
    };
  }
  const targets: Target[] = [];
  let found: FoundKey | null = null;
  if (request.key !== null) {
    found = findKey(world, request.key);
    if (found === null) return keyUnknown(request.key);
    targets.push(targetOfKey(world, found, path, context));
  }
  if (aliasOperation && request.alias !== null) {
    targets.push(...aliasSides(world, request, found, profile, path, compileContext(context)));
  }
  return targets;
}

function targetOfKey(
  world: World,
  { key, alias }: FoundKey,
  path: Target["path"],
  context: { readonly given: AccessRequest["context"]; readonly complete: boolean },
): Target {
  // Naming the key by an alias also tells kms:RequestAlias.
  const given = alias === null ? context.given : { "kms:RequestAlias": alias, ...context.given };
  const request = compileContext({ given, complete: context.complete });
  return keyTarget(key, organizationOf(world, key.account), path, request);
}

/** The alias itself, and for UpdateAlias the key that it points to now. */
function aliasSides(
  world: World,
  request: AccessRequest,
  found: FoundKey | null,
  profile: PrincipalProfile,
  path: Target["path"],
  facts: RequestFacts,
): readonly Target[] {
  const named = request.alias ?? "";
  const arn = parseArn(named);
  const name = arn === null ? aliasName(named) : arn.resource;
  const holder = findAliasHolder(world, name, arn ?? placeOf(found));
  const account =
    arn?.account ?? found?.key.account ?? holder?.account ?? profile.principal.account ?? "";
  const region =
    arn?.region ?? found?.key.region ?? holder?.region ?? world.snapshots[0]?.region ?? "";
  const partition = world.snapshots[0]?.partition ?? "aws";
  const aliasArn = `arn:${partition}:kms:${region}:${account}:${name}`;
  const side = aliasTarget(aliasArn, account, region, organizationOf(world, account), path, facts);
  const moving = kmsActionIndex(request.action) === kmsActionIndex("kms:UpdateAlias");
  if (!moving || found === null) return [side];
  const current = holder ?? hiddenHolder(world, { account, region, partition });
  if (current === null || current.arn === found.key.arn) return [side];
  const left = keyTarget(current, organizationOf(world, current.account), path, facts);
  return [side, { ...left, aliasGoesTo: found.key }];
}

/** Where some key's aliases could not be read, the alias may be on it: a key of which nothing is known. */
function hiddenHolder(
  world: World,
  place: { readonly account: string; readonly region: string; readonly partition: string },
): CompiledKey | null {
  const { account, region } = place;
  for (const key of world.keys.values()) {
    if (key.account !== account || key.region !== region) continue;
    const { aliases } = key.snapshotKey;
    if (aliases === undefined || isUnreadable(aliases)) {
      return keyWithoutId(world, place);
    }
  }
  return null;
}

function placeOf(found: FoundKey | null): { account: string; region: string } | null {
  return found === null ? null : { account: found.key.account, region: found.key.region };
}

function aliasName(text: string): string {
  return text.startsWith("alias/") ? text : `alias/${text}`;
}
