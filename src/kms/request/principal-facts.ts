import type { ConditionTest } from "../../policy/condition-test.ts";
import { evaluateTest } from "../../policy/evaluate-test.ts";
import { type Fact, type Facts, isPresent } from "../../policy/fact.ts";
import type { Formula } from "../../policy/formula.ts";
import type { PrincipalProfile } from "./principal-profile.ts";
import { factsOf, type Target } from "./target.ts";

/** The facts of a principal's requests on a target. */
export interface PrincipalFacts {
  readonly of: (effect: "Allow" | "Deny") => Facts;
  /** Decides a test by the facts that a layer sees; tests of nothing but the principal once for all targets. */
  readonly decide: (test: ConditionTest, facts: Facts) => Formula;
  /** Text that tells principals apart which differ in one of these context keys. */
  readonly classOf: (contextKeys: readonly string[]) => string;
}

export function principalFacts(target: Target, profile: PrincipalProfile): PrincipalFacts {
  let allow: Facts | null = null;
  let deny: Facts | null = null;
  return {
    of: (effect) => {
      if (effect === "Allow") {
        allow ??= factsOf(target, "Allow", profile);
        return allow;
      }
      deny ??= factsOf(target, "Deny", profile);
      return deny;
    },
    decide: (test, facts) => {
      if (!isAboutPrincipalOnly(test) || target.request.given.has(test.lookup)) {
        return evaluateTest(test, facts);
      }
      return decideOnce(test, facts, profile);
    },
    classOf: (contextKeys) => {
      const [only] = contextKeys;
      // Stryker disable next-line ConditionalExpression,EqualityOperator: saves time only
      if (contextKeys.length === 1 && only !== undefined) return textOfFact(profile.facts(only));
      return contextKeys.map((contextKey) => textOfFact(profile.facts(contextKey))).join("\u0000");
    },
  };
}

/** Text that is the same for equal facts. */
export function textOfFact(fact: Fact | null): string {
  // Stryker disable next-line StringLiteral: any text that no fact has
  if (fact === null) return "";
  if (fact.kind === "known" && !fact.open && fact.values.length === 1) return `=${fact.values[0]}`;
  // Stryker disable next-line ConditionalExpression,StringLiteral: saves time only
  return fact.kind === "absent" ? "-" : JSON.stringify(fact);
}

/** Tests kept with a principal; past it they are decided anew. */
const MOST_TESTS = 200;

function decideOnce(test: ConditionTest, facts: Facts, profile: PrincipalProfile): Formula {
  const { decidedTests } = profile;
  const known = decidedTests.get(test);
  if (known !== undefined) return known;
  const decided = evaluateTest(test, facts);
  // Stryker disable next-line ConditionalExpression,EqualityOperator: the bound saves memory only
  if (decidedTests.size < MOST_TESTS && isSettled(profile.facts(test.lookup))) {
    decidedTests.set(test, decided);
  }
  return decided;
}

/** Whether no request can tell more of what the principal tells. */
function isSettled(fact: Fact | null): boolean {
  return fact !== null && (fact.kind !== "unknown" || isPresent(fact));
}

/** Whether nothing but the principal itself decides a test: the same on every target and path. */
export function isAboutPrincipalOnly(test: ConditionTest): boolean {
  return (
    test.templates === null &&
    test.subject === undefined &&
    (test.lookup === "aws:principalarn" || test.lookup.startsWith("aws:principaltag/"))
  );
}
