import { isUnreadable } from "../../account/snapshot.ts";
import { NO_ACTIONS, subtractActions } from "../../policy/action-set.ts";
import { unknownFormula } from "../../policy/formula.ts";
import { andVerdicts, orVerdicts, sameForAll, surely, type Verdict } from "../../policy/verdict.ts";
import { possibleMove } from "../key/alias-move.ts";
import { possibleOperations } from "../key/key-operations.ts";
import { carriersOf } from "../kms-vocabulary.ts";
import { type Combined, combineLayers, finalVerdict } from "../layers/combine-layers.ts";
import type { PreparedTarget } from "../layers/prepared-target.ts";
import { type LayerSums, type Requester, sumLayers } from "../layers/sum-layers.ts";
import type { PrincipalProfile } from "../request/principal-profile.ts";
import { hasKeyId, type Target } from "../request/target.ts";
import { aliasNames } from "../world/find-key.ts";

/** The decision on every action of a target for one requester. */
export interface Evaluation {
  readonly combined: Combined;
  /** What the key's state lets through. */
  readonly state: Verdict;
  /** What KMS can do at all on this target for this caller. */
  readonly operation: Verdict;
  /** What is allowed in the end. */
  readonly final: Verdict;
  readonly sums: LayerSums;
  /** Whether the target is a key, so that a key policy and grants count. */
  readonly onKey: boolean;
  /** Whether the caller is of another account than the target. */
  readonly crossAccount: boolean;
}

export interface EvaluationOptions {
  /** Decide as if the key were enabled: a disabled key hides nothing. */
  readonly asIfEnabled: boolean;
}

/** Evaluates all actions of a target for one requester. */
export function evaluateTarget(
  prepared: PreparedTarget,
  requester: Requester,
  options: EvaluationOptions,
): Evaluation {
  const { target } = prepared;
  const sums = sumLayers(prepared, requester);
  const combined = combineLayers(sums, target, requester.profile);
  const state = options.asIfEnabled ? surely(target.actions) : stateVerdict(target);
  const crossAccount = isCrossAccount(target, requester.profile);
  const operation = operationVerdict(target, requester.profile, crossAccount);
  const final = finalVerdict(combined, andVerdicts(state, operation));
  return {
    sums,
    combined,
    state,
    operation,
    final,
    onKey: target.kind === "key",
    crossAccount,
  };
}

/** The state of a key that loses its alias does not matter, only that of the key that gets it. */
function stateVerdict({ key, aliasGoesTo, actions }: Target): Verdict {
  return key === null || aliasGoesTo !== null ? surely(actions) : key.inState;
}

/** An AWS service principal is of no account. */
function isCrossAccount({ account }: Target, { principal }: PrincipalProfile): boolean {
  return account !== null && principal.kind !== "service" && principal.account !== account;
}

function operationVerdict(
  target: Target,
  profile: PrincipalProfile,
  crossAccount: boolean,
): Verdict {
  // A VPC endpoint of another service leads to no KMS operation.
  if (!target.path.leadsToKms) return surely(NO_ACTIONS);
  if (target.kind === "alias") {
    // Alias names that begin with alias/aws/ are reserved for AWS managed keys.
    // https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
    const reserved = target.resource.includes(":alias/aws/");
    return surely(crossAccount || reserved ? NO_ACTIONS : target.actions);
  }
  const { key, aliasGoesTo } = target;
  if (key === null) return surely(target.actions);
  const { metadata } = key.snapshotKey;
  const possible = possibleOperations(metadata, {
    crossAccount,
    multiRegionServiceRole: isMultiRegionServiceRole(profile),
  });
  return aliasGoesTo === null
    ? andVerdicts(possible, namedByAlias(target))
    : andVerdicts(possible, possibleMove(metadata, aliasGoesTo.snapshotKey.metadata));
}

function isMultiRegionServiceRole({ principal, serviceLinked }: PrincipalProfile): boolean {
  return (
    serviceLinked &&
    // Stryker disable next-line OptionalChaining: a service-linked role has an ARN
    principal.arn?.endsWith("/AWSServiceRoleForKeyManagementServiceMultiRegionKeys") === true
  );
}

/** A request that names an alias which the key does not have reaches another key or none. */
function namedByAlias({ key, resource, request, actions }: Target): Verdict {
  const given = request.given.get("kms:requestalias");
  const carriers = carriersOf("kms:requestalias");
  // Stryker disable next-line ConditionalExpression: only keys are asked, and only of a key that actions carry
  if (key === null || given?.kind !== "known" || carriers === null) return surely(actions);
  // A key without an id is the one that the alias names, whichever that is.
  if (!hasKeyId(resource)) return surely(actions);
  const others = surely(subtractActions(actions, carriers));
  const { aliases } = key.snapshotKey;
  if (aliases === undefined || isUnreadable(aliases)) {
    // Stryker disable next-line StringLiteral: a text for people
    const reason = "whether the key has the alias that the request names is not known";
    return orVerdicts(others, sameForAll(carriers, unknownFormula("keyAliasesUnreadable", reason)));
  }
  const names = aliasNames(key);
  return given.values.every((name) => names.includes(name)) ? surely(actions) : others;
}
