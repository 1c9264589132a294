import type { ConditionOperator } from "../../policy/condition-operator.ts";
import { hasWildcard, matchGlob } from "../../policy/glob.ts";

/**
 * Whether a policy's value speaks of a text by its operator: as a pattern where the operator has
 * patterns. The text may itself be a pattern, of which the value is then one case.
 */
export function matchesText(value: string, text: string, operator: ConditionOperator): boolean {
  const ignoresCase = operator.base.endsWith("IgnoreCase");
  const [written, asked] = ignoresCase ? [value.toLowerCase(), text.toLowerCase()] : [value, text];
  if (written === asked) return true;
  const hasPatterns = operator.base.endsWith("Like") || operator.type === "arn";
  if (hasPatterns && matchGlob(written, asked)) return true;
  return hasWildcard(asked) && matchGlob(asked, written);
}
