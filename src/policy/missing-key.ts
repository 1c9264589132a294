import type { ConditionTest } from "./condition-test.ts";

/**
 * A missing key: positive operators fail, negated ones hold, IfExists holds, ForAllValues holds,
 * ForAnyValue fails, Null asks for just this.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
 */
export function whenAbsent(test: ConditionTest): boolean {
  const { operator } = test;
  if (operator.type === "null") return test.values.some((value) => value.toLowerCase() === "true");
  if (operator.ifExists) return true;
  if (operator.set === "ForAllValues") return true;
  if (operator.set === "ForAnyValue") return false;
  return operator.negated;
}
