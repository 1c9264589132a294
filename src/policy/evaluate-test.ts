import type { ConditionTest } from "./condition-test.ts";
import { isMultivalued } from "./context-key.ts";
import { type Fact, type Facts, isPresent, known } from "./fact.ts";
import { fillVariables } from "./fill-variables.ts";
import {
  andFormulas,
  FALSE,
  type Formula,
  markUnknowns,
  orFormulas,
  TRUE,
  unknownFormula,
} from "./formula.ts";
import { matchUnknown } from "./match-unknown.ts";
import { matchValue } from "./match-value.ts";
import { whenAbsent } from "./missing-key.ts";
import { resolveTemplate } from "./resolve-template.ts";

/**
 * Decides one condition test by what is known: true, false, the test itself when it stays open, or
 * unknown where AWS does not say.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function evaluateTest(test: ConditionTest, facts: Facts): Formula {
  const fact = test.subject === undefined ? facts(test.lookup) : known(test.subject);
  switch (fact.kind) {
    case "later":
      return stayOpen(test, facts);
    case "never":
      return FALSE;
    case "undocumented":
      return unknownOf(test, fact.code, fact.reason);
    case "absent":
      return evaluateAbsent(test);
    case "unknown":
      return test.operator.type === "null"
        ? evaluateNull(test, isUnknownThere(fact))
        : evaluateUnknown(test, fact, facts);
    case "known":
      return evaluateKnown(test, fact, facts);
  }
}

/** The formula of a test that is still open. */
export function open(test: ConditionTest): Formula {
  return { kind: "test", text: test.text, test };
}

/** What is left of a test when everything known is filled in. */
function stayOpen(test: ConditionTest, facts: Facts): Formula {
  return open(fillVariables(test, facts));
}

/** The same reason (tags that could not be read) stands behind many tests: each is an unknown of its own. */
function unknownOf(test: ConditionTest, code: string, reason: string): Formula {
  return markUnknowns(unknownFormula(code, reason), `:${test.text}`);
}

function bool(value: boolean): Formula {
  return value ? TRUE : FALSE;
}

function malformedValue({ operator, key, malformed }: ConditionTest): Formula {
  return unknownFormula(
    "valueMalformed",
    `the condition \`${operator.written}\` on \`${key}\` has the value \`${malformed}\`, which the operator cannot read`,
  );
}

function evaluateAbsent(test: ConditionTest): Formula {
  return test.operator.type === "null" ? evaluateNull(test, false) : bool(whenAbsent(test));
}

/** `Null` asks whether the key is there; null: not known. */
function evaluateNull(test: ConditionTest, isThere: boolean | null): Formula {
  const absent = answerOfNull(test, "true");
  const present = answerOfNull(test, "false");
  if (absent.text === present.text) return absent;
  if (isThere === null) return open(test);
  return isThere ? present : absent;
}

function answerOfNull(test: ConditionTest, answer: "true" | "false"): Formula {
  if (test.values.some((value) => value.toLowerCase() === answer)) return TRUE;
  return test.malformed === null ? FALSE : malformedValue(test);
}

function isUnknownThere(fact: Extract<Fact, { kind: "unknown" }>): boolean | null {
  if (isPresent(fact)) return true;
  if (fact.oneOf?.every((value) => value === null)) return false;
  return fact.oneOf?.every((value) => value !== null) ? true : null;
}

/** The values of a test with their variables filled in. */
interface Alternatives {
  readonly patterns: readonly string[];
  /** What stands in the way of the values that could not be filled in or read; null: nothing. */
  readonly pending: Formula | null;
}

function alternativesOf(test: ConditionTest, facts: Facts): Alternatives {
  if (test.templates !== null) return resolveTemplates(test, test.templates, facts);
  return { patterns: test.values, pending: test.malformed === null ? null : malformedValue(test) };
}

/**
 * An undefined variable matches nothing, so it adds no pattern: negated operators then match.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
 */
function resolveTemplates(
  test: ConditionTest,
  templates: NonNullable<ConditionTest["templates"]>,
  facts: Facts,
): Alternatives {
  const patterns: string[] = [];
  let pending: Formula | null = null;
  for (const template of templates) {
    const resolved = resolveTemplate(template, facts);
    if (resolved.kind === "pattern") patterns.push(resolved.pattern);
    else if (resolved.kind === "undocumented") {
      pending ??= unknownOf(test, resolved.code, resolved.reason);
    } else if (resolved.kind === "open") pending = stayOpen(test, facts);
  }
  return { patterns, pending };
}

function evaluateUnknown(
  test: ConditionTest,
  fact: Extract<Fact, { kind: "unknown" }>,
  facts: Facts,
): Formula {
  const alternatives = alternativesOf(test, facts);
  if (fact.oneOf !== undefined) {
    const [outcome, ...others] = fact.oneOf.map((value) =>
      value === null ? evaluateAbsent(test) : evaluateValue(test, value, alternatives),
    );
    // Stryker disable next-line OptionalChaining: without an outcome there are no others
    const same = others.every((other) => other.text === outcome?.text);
    return outcome !== undefined && same ? outcome : stayOpen(test, facts);
  }
  const matched =
    alternatives.pending === null ? matchUnknown(test, fact, alternatives.patterns) : null;
  return matched === null ? stayOpen(test, facts) : bool(matched);
}

function evaluateKnown(
  test: ConditionTest,
  fact: Extract<Fact, { kind: "known" }>,
  facts: Facts,
): Formula {
  const { values, open: moreMayCome } = fact;
  const { operator } = test;
  const [first] = values;
  if (first === undefined) return moreMayCome ? stayOpen(test, facts) : evaluateAbsent(test);
  if (operator.type === "null") return evaluateNull(test, true);
  const alternatives = alternativesOf(test, facts);
  if (operator.set !== null) {
    const rest = moreMayCome ? stayOpen(test, facts) : null;
    return evaluateSet(test, values, rest, alternatives);
  }
  if (values.length > 1 || isMultivalued(test.lookup)) {
    return setOperatorMissing(
      test,
      values.map((value) => evaluateValue(test, value, alternatives)),
    );
  }
  return evaluateValue(test, first, alternatives);
}

/** AWS does not say which of the values count. Lists that differ in how their values compare are two unknowns. */
function setOperatorMissing(test: ConditionTest, outcomes: readonly Formula[]): Formula {
  const { key, operator } = test;
  const unknown = unknownOf(
    test,
    "setOperatorMissing",
    // Stryker disable next-line StringLiteral: a text for people
    `\`${key}\` holds several values and is tested by \`${operator.written}\` without ForAllValues or ForAnyValue, which AWS does not document`,
  );
  const different = new Set(outcomes.map(({ text }) => text));
  // Stryker disable next-line StringLiteral: outcomes differ without a comma, too
  const compared = [...different].sort().join(",");
  return markUnknowns(unknown, `:${compared}`);
}

/**
 * ForAllValues: every value satisfies; ForAnyValue: some does. An empty string counts as no value;
 * `rest` stands for the values that may come.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function evaluateSet(
  test: ConditionTest,
  values: readonly string[],
  rest: Formula | null,
  alternatives: Alternatives,
): Formula {
  const members = values.filter((value) => value !== "");
  const outcomes = members.map((value) => evaluateValue(test, value, alternatives));
  if (rest !== null) outcomes.push(rest);
  return test.operator.set === "ForAllValues" ? andFormulas(outcomes) : orFormulas(outcomes);
}

/**
 * One value of the request satisfies the operator when it matches some value of the policy, or none
 * of them where the operator is negated.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
function evaluateValue(test: ConditionTest, value: string, alternatives: Alternatives): Formula {
  const { base, negated } = test.operator;
  for (const pattern of alternatives.patterns) {
    if (matchValue(base, pattern, value)) return bool(!negated);
  }
  return alternatives.pending ?? bool(negated);
}
