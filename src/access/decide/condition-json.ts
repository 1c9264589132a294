import type { Condition } from "../../kms/decision.ts";
import type { Formula } from "../../policy/formula.ts";

/** A residual condition as the public contract writes it; null when nothing is left open. */
export function toCondition(formula: Formula): Condition | null {
  switch (formula.kind) {
    case "true":
    case "false":
      return null;
    case "test":
      return {
        operator: formula.test.operator.written,
        key: formula.test.key,
        values: formula.test.values,
      };
    case "unknown":
      return { unknown: `${formula.code}: ${formula.reason}${mightDo(formula.text)}` };
    case "not":
      return { not: part(formula.part) };
    case "and":
      return { and: formula.parts.map(part) };
    case "or":
      return { or: formula.parts.map(part) };
  }
}

/** Parts of a formula are never true or false. */
function part(formula: Formula): Condition {
  return toCondition(formula) ?? { unknown: formula.kind };
}

/** What an unreadable policy might allow, leave to IAM and deny are several unknowns, and told apart. */
function mightDo(text: string): string {
  if (text.endsWith(":Delegation")) return " (whether it leaves it to IAM)";
  if (text.endsWith(":Deny")) return " (what it might deny)";
  return text.endsWith(":Allow") ? " (what it might allow)" : "";
}
