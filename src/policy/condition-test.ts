import { type ConditionOperator, parseConditionOperator } from "./condition-operator.ts";
import { canonicalContextKey } from "./context-key.ts";
import { isReadableValue } from "./match-value.ts";
import { parseTemplate, type TemplatePart } from "./policy-variable.ts";

/**
 * One operator on one context key with its values, compiled: the values of one test are
 * alternatives, the tests of a Condition element must all hold.
 */
export interface ConditionTest {
  /** Canonical text; two tests with the same text are the same. */
  readonly text: string;
  readonly operator: ConditionOperator;
  /** The context key as AWS spells it. */
  readonly key: string;
  /** The context key in lower case, for looking facts up. */
  readonly lookup: string;
  /** As a policy writes them; of a test that stays open, known variables are filled in. */
  readonly values: readonly string[];
  /** The values taken apart where at least one holds a variable; null: plain patterns. */
  readonly templates: readonly (readonly TemplatePart[])[] | null;
  /** The first value that the operator cannot read, null: none. What AWS makes of it is not documented. */
  readonly malformed: string | null;
  /** A known text that is compared instead of the context key's value: the request's resource. */
  readonly subject?: string;
}

/** Compiles one condition; `variables` tells whether the document's Version has policy variables. */
export function compileConditionTest(
  operator: ConditionOperator,
  writtenKey: string,
  values: readonly string[],
  variables: boolean,
): ConditionTest {
  const key = canonicalContextKey(writtenKey);
  // Variables stand in string and ARN comparisons only.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-wheretouse
  const mayVary = variables && (operator.type === "string" || operator.type === "arn");
  const templated = mayVary && values.some((value) => value.includes("${"));
  const lookup = key.toLowerCase();
  return {
    text: testText({ operator, lookup, values }, templated),
    operator,
    key,
    lookup,
    values,
    templates: templated ? values.map(parseTemplate) : null,
    malformed: values.find((value) => !isReadableValue(operator, value)) ?? null,
  };
}

/** The canonical text of a test; `templated`: its values hold variables or literal forms. */
export function testText(
  {
    operator,
    lookup,
    values,
    subject,
  }: Pick<ConditionTest, "operator" | "lookup" | "values" | "subject">,
  templated: boolean,
): string {
  const what = subject === undefined ? lookup : `${lookup} ${subject}`;
  return `${operator.written} ${what} ${JSON.stringify([...values].sort())}${templated ? "$" : ""}`;
}

const ARN_LIKE = parseConditionOperator("ArnLike") as ConditionOperator;

/** The test that a Resource element with variables becomes while a variable is open. */
export function resourceTest(resource: string, written: string): ConditionTest {
  const test = { operator: ARN_LIKE, lookup: "resource", values: [written], subject: resource };
  return {
    ...test,
    text: testText(test, true),
    key: "Resource",
    templates: [parseTemplate(written)],
    malformed: null,
  };
}

/** The context keys (in lower case) that the values' variables name. */
export function variablesOf(test: ConditionTest): readonly string[] {
  const keys = new Set<string>();
  // Stryker disable next-line ArrayDeclaration: text has no parts that are variables
  for (const template of test.templates ?? []) {
    for (const part of template) if (part.kind === "variable") keys.add(part.contextKey);
  }
  return [...keys];
}
