import { isUnreadable } from "../account/snapshot.ts";
import {
  makeSignatures,
  type Signatures,
  signatureOfClass,
  signatureOfMember,
} from "./class-signature.ts";
import { ALONE, type ClassedPrincipals, type PrincipalClasses } from "./classed-principals.ts";
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
  const evaluateOnce = (index: number, signature: number): number => {
    const known = bySignature[signature];
    if (known !== undefined) return known;
    const evaluated = evaluate(index);
    bySignature[signature] = evaluated;
    return evaluated;
  };
  for (let number = 0; number < classes.count; number++) {
    if (classes.kinds[number] !== ALONE) placeClass(number, signatures, of, evaluateOnce);
    else {
      const index = firstUnplaced(classes, number, of);
      if (index !== null) of[index] = evaluate(index);
    }
  }
  return { evaluations, of };
}

/** Finds the evaluation of each member of a class that has none yet. */
function placeClass(
  number: number,
  signatures: Signatures,
  of: Int32Array,
  evaluateOnce: (index: number, signature: number) => number,
): void {
  const { classes } = signatures.principals;
  const first = firstUnplaced(classes, number, of);
  if (first === null) return;
  const ofClass = signatureOfClass(signatures, classes, number, first);
  const { numbers, starts } = classes.members;
  const end = starts[number + 1] as number;
  for (let at = starts[number] as number; at < end; at++) {
    const index = numbers[at] as number;
    if (of[index] !== NOT_YET) continue;
    of[index] = evaluateOnce(index, signatureOfMember(signatures, ofClass, index));
  }
}

function firstUnplaced(
  { members: { numbers, starts } }: PrincipalClasses,
  number: number,
  of: Int32Array,
): number | null {
  const end = starts[number + 1] as number;
  for (let at = starts[number] as number; at < end; at++) {
    const index = numbers[at] as number;
    if (of[index] === NOT_YET) return index;
  }
  return null;
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
