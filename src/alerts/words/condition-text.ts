import type { Condition } from "../../kms/decision.ts";
import { shortList } from "./shorten.ts";

const mostValues = 5;

/** A residual condition in words, with as many parentheses as it needs. */
export function conditionText(condition: Condition): string {
  if ("and" in condition) return join(condition.and, " and ");
  if ("or" in condition) return join(condition.or, " or ");
  if ("not" in condition) return `not ${nested(condition.not)}`;
  if ("unknown" in condition) return `unknown (${condition.unknown})`;
  return `${condition.key} ${condition.operator} ${shortList(condition.values, mostValues)}`;
}

function join(parts: readonly Condition[], word: string): string {
  return parts.map(nested).join(word);
}

function nested(condition: Condition): string {
  const text = conditionText(condition);
  return "and" in condition || "or" in condition ? `(${text})` : text;
}
