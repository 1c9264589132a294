import {
  type Evaluation,
  type EvaluationOptions,
  evaluateTarget,
} from "../../kms/evaluate-target.ts";
import { type LayerMatches, matchLayers } from "../../kms/match-layers.ts";
import type { PreparedTarget } from "../../kms/prepared-target.ts";
import type { Requester } from "../../kms/sum-layers.ts";

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
