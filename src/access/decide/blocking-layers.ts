import { LAYERS, type Layer } from "../../kms/decision.ts";
import type { Evaluation } from "../../kms/evaluate/evaluate-target.ts";
import { RETIRE_GRANT } from "../../kms/kms-vocabulary.ts";
import { combineLayers, finalVerdict } from "../../kms/layers/combine-layers.ts";
import type { DenyingLayer, LayerSums } from "../../kms/layers/sum-layers.ts";
import type { PrincipalProfile } from "../../kms/request/principal-profile.ts";
import type { Target } from "../../kms/request/target.ts";
import { hasAction, singleAction } from "../../policy/action-set.ts";
import { allOf, andVerdicts, NO_VERDICT, surely, type Verdict } from "../../policy/verdict.ts";

/** In the order in which equally small sets are preferred: what is usually changed first. */
const PREFERENCE: readonly Layer[] = [
  "identity-policy",
  "permissions-boundary",
  "session-policy",
  "service-control-policy",
  "resource-control-policy",
  "vpc-endpoint-policy",
  "key-policy",
  "key-state",
  "operation",
  "grant",
];

/** The smallest set of layers that would have to change for the action to become possible. */
export function blockingLayers(
  evaluation: Evaluation,
  target: Target,
  profile: PrincipalProfile,
  action: number,
): readonly Layer[] {
  // A grant could always be added; it is named only for what no key policy gives.
  const never = hasAction(RETIRE_GRANT, action) ? "key-policy" : "grant";
  const candidates = PREFERENCE.filter((layer) => layer !== never);
  for (let size = 1; size <= candidates.length; size++) {
    for (const layers of subsets(candidates, size)) {
      if (isPossible(evaluation, target, profile, action, new Set(layers))) {
        return LAYERS.filter((layer) => layers.includes(layer));
      }
    }
  }
  return [];
}

function isPossible(
  evaluation: Evaluation,
  target: Target,
  profile: PrincipalProfile,
  action: number,
  changed: ReadonlySet<Layer>,
): boolean {
  const all = surely(singleAction(action));
  const combined = combineLayers(changeLayers(evaluation.sums, changed, all), target, profile);
  const usable = andVerdicts(
    changed.has("key-state") ? all : evaluation.state,
    changed.has("operation") ? all : evaluation.operation,
  );
  return hasAction(allOf(finalVerdict(combined, usable)), action);
}

/** The sums with these layers changed so that they allow the action and deny nothing. */
function changeLayers(sums: LayerSums, changed: ReadonlySet<Layer>, all: Verdict): LayerSums {
  const opened = (layer: Layer, verdict: Verdict): Verdict => (changed.has(layer) ? all : verdict);
  const limiting = (layer: Layer, verdict: Verdict | null): Verdict | null =>
    verdict === null ? null : opened(layer, verdict);
  const denies = Object.fromEntries(
    Object.entries(sums.denies).map(([layer, verdict]) => [
      layer,
      changed.has(layer as DenyingLayer) ? NO_VERDICT : verdict,
    ]),
  ) as LayerSums["denies"];
  return {
    keyPolicy: {
      ...sums.keyPolicy,
      // A key policy that is changed names the principal, by its role where it has one.
      role: opened("key-policy", sums.keyPolicy.role),
    },
    identity: opened("identity-policy", sums.identity),
    boundary: limiting("permissions-boundary", sums.boundary),
    session: limiting("session-policy", sums.session),
    serviceControl: sums.serviceControl.map((level) => opened("service-control-policy", level)),
    endpoint: limiting("vpc-endpoint-policy", sums.endpoint),
    grants: { ...sums.grants, named: opened("grant", sums.grants.named) },
    denies,
  };
}

function* subsets(layers: readonly Layer[], size: number, from = 0): Generator<readonly Layer[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let i = from; i < layers.length; i++) {
    const layer = layers[i];
    if (layer === undefined) continue;
    for (const rest of subsets(layers, size - 1, i + 1)) yield [layer, ...rest];
  }
}
