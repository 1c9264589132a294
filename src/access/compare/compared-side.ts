import type { EvaluationOptions } from "../../kms/evaluate/evaluate-target.ts";
import { type PreparedTarget, prepareTarget } from "../../kms/layers/prepared-target.ts";
import type { Requester } from "../../kms/layers/sum-layers.ts";
import {
  compileContext,
  NOTHING_TOLD,
  type RequestContext,
} from "../../kms/request/request-facts.ts";
import type { RequestPath } from "../../kms/request/request-path.ts";
import { keylessTarget, keyTarget, type Target } from "../../kms/request/target.ts";
import { findKey } from "../../kms/world/find-key.ts";
import { findPrincipal } from "../../kms/world/find-principal.ts";
import { organizationOf, regionOfCall, type World } from "../../kms/world/world.ts";

/** One side of a comparison: the world before or after, and how it is decided. */
export interface Side {
  readonly world: World;
  readonly options: EvaluationOptions;
}

/** A key (null: the actions without a key) reached by a path on one side; null: it is not there. */
export interface Place {
  readonly side: Side;
  readonly keyArn: string | null;
  readonly path: RequestPath;
}

/** The target at a place in a context; null when the key is not there on this side. */
export function targetAt(
  { side, keyArn, path }: Place,
  context: RequestContext = NOTHING_TOLD,
): Target | null {
  const request = compileContext(context);
  if (keyArn === null) {
    return keylessTarget(regionOfCall(side.world, path), path, request);
  }
  const found = findKey(side.world, keyArn);
  if (found === null) return null;
  return keyTarget(found.key, organizationOf(side.world, found.key.account), path, request);
}

export function preparedAt(place: Place, context?: RequestContext): PreparedTarget | null {
  const target = targetAt(place, context);
  return target === null ? null : prepareTarget(target);
}

/** The principal on one side; null where its name makes no principal. */
export function requesterOn(side: Side, principal: string): Requester | null {
  const profile = findPrincipal(side.world, principal);
  return profile === null ? null : { profile, sessionPolicies: null, grantId: null };
}
