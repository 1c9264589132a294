import { isUnreadable } from "../account/snapshot.ts";
import {
  makeSignatures,
  type Signatures,
  signatureOfClass,
  signatureOfMember,
} from "./class-signature.ts";
import type { ClassedPrincipals, PrincipalClass } from "./classed-principals.ts";
import { type Evaluation, type EvaluationOptions, evaluateTarget } from "./evaluate-target.ts";
import type { PreparedTarget } from "./prepared-target.ts";
import type { PrincipalProfile } from "./principal-profile.ts";

/** A target evaluated for many principals. */
export interface EvaluatedPrincipals {
  /** The evaluations that differ. */
  readonly evaluations: readonly Evaluation[];
  /** Which of them is each profile's. */
  readonly of: Int32Array;
}

const NOT_YET = -1;

/**
 * Evaluates a target for many principals, once for all of whom the statements that concern it say
 * the same. A principal that the target's own policies or grants name is evaluated for itself.
 */
export function evaluatePrincipals(
  prepared: PreparedTarget,
  principals: ClassedPrincipals,
  options: EvaluationOptions,
): EvaluatedPrincipals {
  const { profiles, classes } = principals;
  const of = new Int32Array(profiles.length).fill(NOT_YET);
  const evaluations: Evaluation[] = [];
  const evaluate = (index: number): number => {
    const profile = profiles[index] as PrincipalProfile;
    const requester = { profile, sessionPolicies: null, grantId: null };
    return evaluations.push(evaluateTarget(prepared, requester, options)) - 1;
  };
  for (const index of indexesNamed(prepared, principals)) {
    if (of[index] === NOT_YET) of[index] = evaluate(index);
  }
  const signatures = makeSignatures(prepared, principals);
  const bySignature: number[] = [];
  for (const one of classes) {
    placeClass(one, signatures, of, (index, signature) => {
      const known = signature === null ? undefined : bySignature[signature];
      if (known !== undefined) return known;
      const evaluated = evaluate(index);
      if (signature !== null) bySignature[signature] = evaluated;
      return evaluated;
    });
  }
  return { evaluations, of };
}

/** Finds the evaluation of each member of a class that has none yet. */
function placeClass(
  one: PrincipalClass,
  signatures: Signatures,
  of: Int32Array,
  evaluationOf: (index: number, signature: number | null) => number,
): void {
  const first = one.members.find((index) => of[index] === NOT_YET);
  if (first === undefined) return;
  if (one.kind === null) {
    of[first] = evaluationOf(first, null);
    return;
  }
  const ofClass = signatureOfClass(signatures, one, first);
  for (const index of one.members) {
    if (of[index] !== NOT_YET) continue;
    of[index] = evaluationOf(index, signatureOfMember(signatures, ofClass, index));
  }
}

/** The principals that the target's own statements and grants write out. */
function* indexesNamed(
  { keyPolicy, resourceControl, endpoint, target }: PreparedTarget,
  { byName }: ClassedPrincipals,
): Generator<number> {
  for (const names of namesOn()) {
    for (const name of names ?? []) yield* byName.get(name) ?? [];
  }

  function* namesOn(): Generator<ReadonlySet<string> | undefined> {
    for (const { placed } of [...keyPolicy, ...resourceControl, ...(endpoint ?? [])]) {
      yield placed.statement?.principal?.arns;
      yield placed.statement?.principal?.uniqueIds;
    }
    const grants = target.key?.grants;
    if (grants === undefined || isUnreadable(grants)) return;
    for (const { grantee, retiring } of grants) {
      yield grantee?.arns;
      yield grantee?.uniqueIds;
      yield retiring?.arns;
      yield retiring?.uniqueIds;
    }
  }
}
