import { isUnreadable } from "../account/snapshot.ts";
import type { Compiler } from "./compiler.ts";
import { type Evaluation, type EvaluationOptions, evaluateTarget } from "./evaluate-target.ts";
import type { LayerPolicy } from "./layer-policy.ts";
import { asksWho, type PreparedStatement, piecesFor } from "./prepared-statement.ts";
import type { PreparedTarget } from "./prepared-target.ts";
import { classOfPrincipal } from "./principal-class.ts";
import { principalFacts } from "./principal-facts.ts";
import type { PrincipalProfile } from "./principal-profile.ts";

/** Principals with the class of each, made once for many targets. */
export interface ClassedPrincipals {
  readonly profiles: readonly PrincipalProfile[];
  /** -1: decided for itself. */
  readonly classes: Int32Array;
}

/** Sorts principals into classes that only statements about who they are can tell apart. */
export function classPrincipals(
  profiles: readonly PrincipalProfile[],
  compiler: Compiler,
): ClassedPrincipals {
  const members = new Map<string, number[]>();
  const classes = new Int32Array(profiles.length).fill(-1);
  for (const [index, profile] of profiles.entries()) {
    const text = classOfPrincipal(profile, compiler);
    if (text === null) continue;
    const others = members.get(text);
    if (others === undefined) members.set(text, [index]);
    else others.push(index);
  }
  let id = 0;
  for (const indexes of members.values()) {
    // A class of one would only cost its keeping.
    if (indexes.length < 2) continue;
    for (const index of indexes) classes[index] = id;
    id++;
  }
  return { profiles, classes };
}

/** What a class came to on a target: the statements that ask who the principal is, and its evaluations. */
interface ClassResult {
  readonly asking: readonly PreparedStatement[];
  /** By what those statements came to. */
  readonly evaluations: Map<string, Evaluation>;
}

/**
 * Evaluates a target for many principals, once for each class: a principal that the target's own
 * policies or grants name, or that can be told apart, is evaluated for itself. In the order of the
 * profiles; equal evaluations are one object.
 */
export function evaluatePrincipals(
  prepared: PreparedTarget,
  { profiles, classes }: ClassedPrincipals,
  options: EvaluationOptions,
): readonly Evaluation[] {
  const named = namedOn(prepared);
  const results: ClassResult[] = [];
  const evaluate = (profile: PrincipalProfile) =>
    evaluateTarget(prepared, { profile, sessionPolicies: null, grantId: null }, options);
  return profiles.map((profile, index) => {
    const classId = classes[index] ?? -1;
    if (classId < 0 || isNamed(profile, named)) return evaluate(profile);
    let result = results[classId];
    if (result === undefined) {
      result = { asking: askingStatements(prepared, profile), evaluations: new Map() };
      results[classId] = result;
    }
    const answers = answersOf(result.asking, prepared, profile);
    let evaluation = result.evaluations.get(answers);
    if (evaluation === undefined) {
      evaluation = evaluate(profile);
      result.evaluations.set(answers, evaluation);
    }
    return evaluation;
  });
}

/** The ARNs and unique ids that the target's own statements and grants write out. */
function namedOn({
  keyPolicy,
  resourceControl,
  endpoint,
  target,
}: PreparedTarget): ReadonlySet<string> {
  const named = new Set<string>();
  const add = (ids: ReadonlySet<string> | undefined) => {
    for (const id of ids ?? []) named.add(id);
  };
  for (const { placed } of [...keyPolicy, ...resourceControl, ...(endpoint ?? [])]) {
    add(placed.statement?.principal?.arns);
    add(placed.statement?.principal?.uniqueIds);
  }
  const grants = target.key?.grants;
  if (grants !== undefined && !isUnreadable(grants)) {
    for (const { grantee, retiring } of grants) {
      add(grantee?.arns);
      add(retiring?.arns);
    }
  }
  return named;
}

function isNamed({ principal }: PrincipalProfile, named: ReadonlySet<string>): boolean {
  return (
    (principal.arn !== null && named.has(principal.arn)) ||
    (principal.uniqueId !== null && named.has(principal.uniqueId))
  );
}

/** The statements of the target and of a class's policies that ask who the principal is. */
function askingStatements(
  prepared: PreparedTarget,
  { identity, boundary, organization }: PrincipalProfile,
): readonly PreparedStatement[] {
  const policies: LayerPolicy[] = [
    ...(identity.kind === "policies" ? identity.policies : []),
    ...(boundary === null ? [] : [boundary]),
    ...organization.serviceControl.flat(),
  ];
  const statements = [
    ...prepared.keyPolicy,
    ...prepared.resourceControl,
    ...(prepared.endpoint ?? []),
    ...policies.flatMap((policy) => prepared.prepare(policy).waiting),
  ];
  return statements.filter(asksWho);
}

function answersOf(
  asking: readonly PreparedStatement[],
  { target }: PreparedTarget,
  profile: PrincipalProfile,
): string {
  if (asking.length === 0) return "";
  const facts = principalFacts(target, profile);
  let answers = "";
  for (const statement of asking) {
    for (const { actions, formula } of piecesFor(statement, facts)) {
      answers += `${actions.lo},${actions.hi},${formula.text}+`;
    }
    answers += ";";
  }
  return answers;
}
