import type { Decision } from "../../kms/decision.ts";
import { prepareTarget } from "../../kms/layers/prepared-target.ts";
import type { World } from "../../kms/world/world.ts";
import { prepareRequest } from "../decide/decide-request.ts";
import { decideTarget } from "../decide/decide-target.ts";
import { mergeDecisions } from "../decide/merge-decisions.ts";
import { type AccessRequest, isRequestError, type RequestError } from "../decide/request.ts";
import { type ExplainedLayer, explainLayers } from "./explain-layers.ts";

/** A decision with the layers that it came from. */
export type Explanation = Decision & { readonly layers: readonly ExplainedLayer[] };

/** Decides one request and tells, layer by layer, which statements mattered and why. */
export function explainRequest(world: World, request: AccessRequest): Explanation | RequestError {
  const prepared = prepareRequest(world, request);
  if (isRequestError(prepared)) return prepared;
  const { requester, action } = prepared;
  const targets = prepared.targets.map(prepareTarget);
  const sides = targets.map((target) => decideTarget(target, requester, action));
  const { formula: _, ...decision } = mergeDecisions(sides);
  return {
    ...decision,
    layers: sides.flatMap((side, index) => {
      const target = targets[index];
      if (target === undefined) return [];
      const layers = explainLayers(target, requester, side.evaluation, action);
      const { resource } = target.target;
      return sides.length === 1 ? layers : layers.map((layer) => ({ ...layer, resource }));
    }),
  };
}
