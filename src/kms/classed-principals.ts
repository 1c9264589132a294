import { isUnreadable } from "../account/snapshot.ts";
import type { ConditionTest } from "../policy/condition-test.ts";
import { evaluateTest } from "../policy/evaluate-test.ts";
import { UNKNOWN } from "../policy/fact.ts";
import type { Compiler } from "./compiler.ts";
import type { LayerPolicy } from "./layer-policy.ts";
import { identityOf } from "./prepared-policy.ts";
import { classOfPrincipal, kindOfPrincipal } from "./principal-class.ts";
import type { PrincipalProfile } from "./principal-profile.ts";
import { numberValues, type PrincipalValues } from "./principal-values.ts";

/** Principals that only statements about who they are can tell apart. */
export interface PrincipalClass {
  /** Their places among the profiles, ascending. */
  readonly members: readonly number[];
  /** A number for their kind; null: each is decided for itself. */
  readonly kind: number | null;
  /** Their identity-based policies and permissions boundary. */
  readonly policies: readonly ClassPolicy[];
}

/** A policy of a class. */
export interface ClassPolicy {
  readonly policy: LayerPolicy;
  /** A number for it: equal policies of a layer have the same. */
  readonly number: number;
  /** The only resources that its statements name; null: they may cover others. */
  readonly resources: ReadonlySet<string> | null;
}

/** Principals sorted into classes, once for many targets. */
export interface ClassedPrincipals {
  readonly profiles: readonly PrincipalProfile[];
  readonly classes: readonly PrincipalClass[];
  /** The places of principals by ARN and by unique id. */
  readonly byName: ReadonlyMap<string, readonly number[]>;
  /** What a test of nothing but the principal comes to: a number for each profile, equal for equal outcomes. */
  readonly answersTo: (test: ConditionTest) => Int32Array;
  /** What they tell of a context key. */
  readonly valuesOf: (contextKey: string) => PrincipalValues;
}

/** Sorts principals into classes. */
export function classPrincipals(
  profiles: readonly PrincipalProfile[],
  compiler: Compiler,
): ClassedPrincipals {
  return compiler.recent("classes", [profiles], () => {
    const kinds = new Map<string, number>();
    const policies = new Map<string, ClassPolicy>();
    const byText = new Map<string, number[]>();
    const classes: PrincipalClass[] = [];
    for (const [index, profile] of profiles.entries()) {
      const kindText = kindOfPrincipal(profile, compiler);
      if (kindText === null) {
        classes.push({ members: [index], kind: null, policies: [] });
        continue;
      }
      const text = `${kindText}|${classOfPrincipal(profile, compiler)}`;
      const members = byText.get(text);
      if (members !== undefined) members.push(index);
      else {
        const own = [index];
        byText.set(text, own);
        const kind = kinds.get(kindText) ?? kinds.size;
        kinds.set(kindText, kind);
        classes.push({ members: own, kind, policies: policiesOf(profile, policies, compiler) });
      }
    }
    return {
      profiles,
      classes,
      byName: indexNames(profiles),
      answersTo: keepAnswers(profiles),
      valuesOf: keepValues(profiles),
    };
  });
}

function policiesOf(
  { identity, boundary }: PrincipalProfile,
  known: Map<string, ClassPolicy>,
  compiler: Compiler,
): readonly ClassPolicy[] {
  const policies = identity.kind === "policies" ? identity.policies : [];
  return [...policies, ...(boundary === null ? [] : [boundary])].map((policy) => {
    const text = `${policy.layer} ${compiler.idOf(identityOf(policy))}`;
    const same = known.get(text);
    if (same !== undefined) return same;
    const one = { policy, number: known.size, resources: onlyResources(policy) };
    known.set(text, one);
    return one;
  });
}

function onlyResources({ compiled }: LayerPolicy): ReadonlySet<string> | null {
  if (isUnreadable(compiled)) return null;
  const named = new Set<string>();
  for (const { resource } of compiled.statements) {
    const { not, all, patterns, templates, literals } = resource;
    if (not || all || patterns.length > 0 || templates.length > 0) return null;
    for (const literal of literals) named.add(literal);
  }
  return named;
}

function indexNames(profiles: readonly PrincipalProfile[]): ReadonlyMap<string, readonly number[]> {
  const byName = new Map<string, number[]>();
  for (const [index, { principal }] of profiles.entries()) {
    for (const name of new Set([principal.arn, principal.uniqueId])) {
      if (name === null) continue;
      const others = byName.get(name);
      if (others === undefined) byName.set(name, [index]);
      else others.push(index);
    }
  }
  return byName;
}

/** Context keys whose values are kept; past it they are numbered anew. */
const MOST_CONTEXT_KEYS = 500;

function keepValues(profiles: readonly PrincipalProfile[]): ClassedPrincipals["valuesOf"] {
  const byKey = new Map<string, PrincipalValues>();
  return (contextKey) => {
    const kept = byKey.get(contextKey);
    if (kept !== undefined) return kept;
    const values = numberValues(profiles, contextKey);
    if (byKey.size >= MOST_CONTEXT_KEYS) byKey.clear();
    byKey.set(contextKey, values);
    return values;
  };
}

/** Tests whose answers are kept; past it they are found anew. */
const MOST_TESTS = 500;

function keepAnswers(profiles: readonly PrincipalProfile[]): ClassedPrincipals["answersTo"] {
  const byTest = new Map<string, Int32Array>();
  const outcomes = new Map<string, number>();
  return (test) => {
    const kept = byTest.get(test.text);
    if (kept !== undefined) return kept;
    const answers = new Int32Array(profiles.length);
    for (const [index, { facts }] of profiles.entries()) {
      const { text } = evaluateTest(test, (contextKey) => facts(contextKey) ?? UNKNOWN);
      const outcome = outcomes.get(text) ?? outcomes.size;
      outcomes.set(text, outcome);
      answers[index] = outcome;
    }
    if (byTest.size >= MOST_TESTS) byTest.clear();
    byTest.set(test.text, answers);
    return answers;
  };
}
