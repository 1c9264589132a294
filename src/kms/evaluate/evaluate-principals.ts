import type { PreparedTarget } from "../layers/prepared-target.ts";
import type { PrincipalProfile } from "../request/principal-profile.ts";
import {
  makeSignatures,
  type Signatures,
  signatureOfClass,
  signatureOfMember,
} from "./class-signature.ts";
import { ALONE, type ClassedPrincipals, type PrincipalClasses } from "./classed-principals.ts";
import { type Evaluation, type EvaluationOptions, evaluateTarget } from "./evaluate-target.ts";
import { namedByGrants, namedByStatements, reachNumber } from "./named-principals.ts";
import { makeNumberTrie } from "./number-trie.ts";

/** A target evaluated for many principals. */
export interface EvaluatedPrincipals {
  /** The evaluations that differ. */
  readonly evaluations: readonly Evaluation[];
  /** Which of them is each profile's. */
  readonly of: Int32Array;
}

const NOT_YET = -1;

/** Evaluates the principal at a place; returns the number of its evaluation. */
type Evaluate = (index: number) => number;

/**
 * Evaluates a target for many principals, once for all of whom the statements that concern it say
 * the same. A principal that a grant names is evaluated for itself.
 */
export function evaluatePrincipals(
  prepared: PreparedTarget,
  principals: ClassedPrincipals,
  options: EvaluationOptions,
): EvaluatedPrincipals {
  const { profiles, classes } = principals;
  const of = new Int32Array(profiles.length).fill(NOT_YET);
  const evaluations: Evaluation[] = [];
  const evaluate: Evaluate = (index) => {
    const profile = profiles[index] as PrincipalProfile;
    const requester = { profile, sessionPolicies: null, grantId: null };
    return evaluations.push(evaluateTarget(prepared, requester, options)) - 1;
  };
  for (const index of namedByGrants(prepared, principals)) {
    if (of[index] === NOT_YET) of[index] = evaluate(index);
  }
  const signatures = makeSignatures(prepared, principals);
  placeNamed(signatures, of, evaluate);
  const evaluateOnce = keepEvaluations(evaluate);
  // Stryker disable next-line EqualityOperator: nobody is left past the last class
  for (let number = 0; number < classes.count; number++) {
    if (classes.kinds[number] !== ALONE) placeClass(number, signatures, of, evaluateOnce);
    else {
      const index = firstUnplaced(classes, number, of);
      if (index !== null) of[index] = evaluate(index);
    }
  }
  return { evaluations, of };
}

/** Evaluates once for each signature. */
function keepEvaluations(evaluate: Evaluate): (index: number, signature: number) => number {
  // Stryker disable next-line ArrayDeclaration: 0 is no signature
  const bySignature: number[] = [];
  return (index, signature) => {
    const known = bySignature[signature];
    if (known !== undefined) return known;
    const evaluated = evaluate(index);
    bySignature[signature] = evaluated;
    return evaluated;
  };
}

/**
 * Finds the evaluation of those whom the target's own statements name: of equal signature, and
 * reached alike by each of these statements.
 */
function placeNamed(signatures: Signatures, of: Int32Array, evaluate: Evaluate): void {
  const { prepared, principals } = signatures;
  const { profiles, classes } = principals;
  const statements = [
    ...prepared.keyPolicy,
    ...prepared.resourceControl,
    ...(prepared.endpoint ?? []),
  ];
  const trie = makeNumberTrie();
  // Stryker disable next-line ArrayDeclaration: whom a statement names, 0 does not reach
  const byReach: ReturnType<typeof keepEvaluations>[] = [];
  for (const index of namedByStatements(statements, principals)) {
    const number = classes.of[index] as number;
    if (of[index] !== NOT_YET || classes.kinds[number] === ALONE) continue;
    const ofClass = signatureOfClass(signatures, classes, number, index);
    const { principal } = profiles[index] as PrincipalProfile;
    const reach = reachNumber(trie, statements, principal);
    const evaluateOnce = byReach[reach] ?? keepEvaluations(evaluate);
    byReach[reach] = evaluateOnce;
    of[index] = evaluateOnce(index, signatureOfMember(signatures, ofClass, index));
  }
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
