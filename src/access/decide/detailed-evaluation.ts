import {
  type Evaluation,
  type EvaluationOptions,
  evaluateTarget,
} from "../../kms/evaluate/evaluate-target.ts";
import { type LayerMatches, matchLayers } from "../../kms/layers/match-layers.ts";
import type { PreparedTarget } from "../../kms/layers/prepared-target.ts";
import type { Requester } from "../../kms/layers/sum-layers.ts";

/** An evaluation with the statements that it came from, for explanations. */
export interface DetailedEvaluation extends Evaluation {
  readonly matches: LayerMatches;
}

export function evaluateInDetail(
  prepared: PreparedTarget,
  requester: Requester,
  options: EvaluationOptions,
): DetailedEvaluation {
  return {
    ...evaluateTarget(prepared, requester, options),
    matches: matchLayers(prepared, requester),
  };
}
