import type { ConditionTest } from "./condition-test.ts";
import { isMultivalued } from "./context-key.ts";
import { type Fact, type Facts, isPresent, known } from "./fact.ts";
import { FALSE, type Formula, TRUE, unknownFormula } from "./formula.ts";
import { matchUnknown } from "./match-unknown.ts";
import { isReadableValue, matchValue } from "./match-value.ts";
import { whenAbsent } from "./missing-key.ts";
import { resolveTemplate } from "./resolve-template.ts";

/**
 * Decides one condition test by what is known: true, false, the test itself when it stays open, or
 * unknown where AWS does not say.
 */
export function evaluateTest(test: ConditionTest, facts: Facts): Formula {
  const fact = test.subject === undefined ? facts(test.lookup) : known(test.subject);
  switch (fact.kind) {
    case "later":
      return open(test);
    case "never":
      return FALSE;
    case "undocumented":
      return unknownFormula(fact.code, fact.reason);
    case "absent":
      return bool(whenAbsent(test));
    default: {
      if (test.operator.type === "null") return evaluateNull(test, fact);
      const patterns = resolvePatterns(test, facts);
      if (patterns === null) return open(test);
      const unreadable = patterns.find((pattern) => !isReadableValue(test.operator.base, pattern));
      if (unreadable !== undefined) {
        return unknownFormula(
          "valueMalformed",
          `the condition \`${test.operator.written}\` on \`${test.key}\` has the value \`${unreadable}\`, which the operator cannot read`,
        );
      }
      return evaluatePresent(test, fact, patterns);
    }
  }
}

/** The formula of a test that is still open. */
export function open(test: ConditionTest): Formula {
  return { kind: "test", text: test.text, test };
}

function bool(value: boolean): Formula {
  return value ? TRUE : FALSE;
}

function evaluateNull(test: ConditionTest, fact: Fact): Formula {
  const askedAbsent = test.values.some((value) => value.toLowerCase() === "true");
  const askedPresent = test.values.some((value) => value.toLowerCase() === "false");
  if (askedAbsent && askedPresent) return TRUE;
  if (fact.kind === "known") {
    if (fact.open && fact.values.length === 0) return open(test);
    return bool(fact.values.length === 0 ? askedAbsent : askedPresent);
  }
  if (fact.kind === "unknown") {
    if (isPresent(fact)) return bool(askedPresent);
    if (fact.oneOf?.every((value) => value === null)) return bool(askedAbsent);
    if (fact.oneOf?.every((value) => value !== null)) return bool(askedPresent);
  }
  return open(test);
}

/** The values with their variables filled in; null: a variable is open. */
function resolvePatterns(test: ConditionTest, facts: Facts): readonly string[] | null {
  if (test.templates === null) return test.values;
  const patterns: string[] = [];
  for (const template of test.templates) {
    const resolved = resolveTemplate(template, facts);
    if (resolved.kind === "open") return null;
    // An undefined variable matches nothing, so it adds no pattern: negated operators then match.
    if (resolved.kind === "pattern") patterns.push(resolved.pattern);
  }
  return patterns;
}

function evaluatePresent(test: ConditionTest, fact: Fact, patterns: readonly string[]): Formula {
  if (fact.kind === "known") return evaluateKnown(test, fact.values, fact.open, patterns);
  if (fact.kind !== "unknown") return open(test);
  if (fact.oneOf !== undefined) {
    const outcomes = new Set(
      fact.oneOf.map((value) =>
        value === null ? whenAbsent(test) : evaluateKnown(test, [value], false, patterns) === TRUE,
      ),
    );
    if (outcomes.size === 1) return bool(outcomes.has(true));
    return open(test);
  }
  const matched = matchUnknown(test, fact, patterns);
  return matched === null ? open(test) : bool(matched);
}

function evaluateKnown(
  test: ConditionTest,
  values: readonly string[],
  moreMayCome: boolean,
  patterns: readonly string[],
): Formula {
  const { operator } = test;
  // One value of the request satisfies the operator when it matches some value of the policy, or
  // none of them where the operator is negated.
  const satisfies = (value: string): boolean =>
    patterns.some((pattern) => matchValue(operator.base, pattern, value)) !== operator.negated;
  if (operator.set !== null) return evaluateSet(test, values, moreMayCome, satisfies);
  if (values.length === 0) return moreMayCome ? open(test) : bool(whenAbsent(test));
  if (isMultivalued(test.lookup) || values.length > 1) {
    return unknownFormula(
      "setOperatorMissing",
      `\`${test.key}\` holds several values and is tested by \`${operator.written}\` without ForAllValues or ForAnyValue, which AWS does not document`,
    );
  }
  return bool(values.every(satisfies));
}

/**
 * ForAllValues: every value satisfies; ForAnyValue: some does. An empty string counts as no value.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function evaluateSet(
  test: ConditionTest,
  values: readonly string[],
  moreMayCome: boolean,
  satisfies: (value: string) => boolean,
): Formula {
  const members = values.filter((value) => value !== "");
  if (test.operator.set === "ForAllValues") {
    if (!members.every(satisfies)) return FALSE;
    return moreMayCome ? open(test) : TRUE;
  }
  if (members.some(satisfies)) return TRUE;
  return moreMayCome ? open(test) : FALSE;
}
