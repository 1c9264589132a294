import type { ConditionTest } from "./condition-test.ts";

/**
 * A missing key: positive operators fail, negated ones hold, IfExists holds, ForAllValues holds,
 * ForAnyValue fails. (Null asks for just this and is decided elsewhere.)
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
 */
export function whenAbsent({ operator }: ConditionTest): boolean {
  if (operator.ifExists || operator.set === "ForAllValues") return true;
  return operator.negated && operator.set === null;
}
