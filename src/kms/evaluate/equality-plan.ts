import type { ConditionTest } from "../../policy/condition-test.ts";
import type { Facts } from "../../policy/fact.ts";
import { hasProtected } from "../../policy/policy-variable.ts";

const EQUALITY = new Set(["StringEquals", "StringNotEquals"]);
/** A variable's value is literal text also where patterns expand. */
const EQUALITY_OF_VARIABLE = new Set([...EQUALITY, "StringLike", "StringNotLike"]);

/**
 * The values of a context key of the principal that tests which wait for it can tell from any other
 * value: on every other value each of these tests decides alike. null: they compare in other ways.
 */
export function valuesToldApart(
  contextKey: string,
  tests: readonly ConditionTest[],
  facts: Facts,
): ReadonlySet<string> | null {
  const all = new Set<string>();
  for (const test of tests) {
    const values =
      test.lookup === contextKey ? comparedWith(test) : comparedInVariable(test, contextKey, facts);
    if (values === null || values.some(hasProtected)) return null;
    for (const value of values) all.add(value);
  }
  return all;
}

/** The literals with which a test compares the context key. */
function comparedWith({ operator, templates, values }: ConditionTest): readonly string[] | null {
  return templates === null && EQUALITY.has(operator.base) ? values : null;
}

/** The known values of another context key that a test compares with a variable of this one. */
function comparedInVariable(
  { operator, templates, lookup, subject }: ConditionTest,
  contextKey: string,
  facts: Facts,
): readonly string[] | null {
  if (subject !== undefined || !EQUALITY_OF_VARIABLE.has(operator.base)) return null;
  const varying = (templates ?? []).filter((template) =>
    template.some(({ kind }) => kind === "variable"),
  );
  const [only] = varying;
  // Stryker disable next-line ArrayDeclaration: without a template that varies nothing is told
  const [part] = only ?? [];
  // Stryker disable next-line OptionalChaining: one template varies
  if (varying.length !== 1 || only?.length !== 1) return null;
  // Stryker disable next-line OptionalChaining,ConditionalExpression: what varies in one part is a variable
  if (part?.kind !== "variable") return null;
  if (part.contextKey !== contextKey) return null;
  const fact = facts(lookup);
  return fact.kind === "known" && !fact.open ? fact.values : null;
}
