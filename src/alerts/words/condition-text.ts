import type { Condition } from "../../kms/decision.ts";
import { shortList } from "./shorten.ts";

const mostValues = 5;
const unknownText = "what is not known lets it";

/**
 * A residual condition in words, with as many parentheses as it needs. What no context key can settle
 * is told once, apart from the tests: the tests that suffice whatever it is, or what it takes besides.
 */
export function conditionText(condition: Condition): string {
  const sure = settle(condition, false);
  const possible = settle(condition, true);
  if (sameText(sure, possible)) return typeof sure === "boolean" ? unknownText : testsText(sure);
  const besides =
    typeof possible === "boolean" ? unknownText : `${nested(possible)} and ${unknownText}`;
  return typeof sure === "boolean" ? besides : `${testsText(sure)}, or ${besides}`;
}

/** The tests that are left once everything unknown is for the request, or against it. */
function settle(condition: Condition, isFor: boolean): Condition | boolean {
  if ("unknown" in condition) return isFor;
  if ("not" in condition) {
    const inner = settle(condition.not, !isFor);
    if (typeof inner === "boolean") return !inner;
    return "not" in inner ? inner.not : { not: inner };
  }
  if ("and" in condition) return join(condition.and, isFor, false, (and) => ({ and }));
  if ("or" in condition) return join(condition.or, isFor, true, (or) => ({ or }));
  return condition;
}

/** `decides`: the truth value that one part gives to the whole. */
function join(
  parts: readonly Condition[],
  isFor: boolean,
  decides: boolean,
  whole: (parts: readonly Condition[]) => Condition,
): Condition | boolean {
  const settled = parts.map((part) => settle(part, isFor));
  if (settled.includes(decides)) return decides;
  const open = settled.filter((part) => typeof part !== "boolean");
  const [only] = open;
  if (only === undefined) return !decides;
  return open.length === 1 ? only : whole(open);
}

function sameText(a: Condition | boolean, b: Condition | boolean): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function testsText(condition: Condition): string {
  if ("and" in condition) return condition.and.map(nested).join(" and ");
  if ("or" in condition) return condition.or.map(nested).join(" or ");
  if ("not" in condition) return `not ${nested(condition.not)}`;
  if ("unknown" in condition) return unknownText;
  return `${condition.key} ${condition.operator} ${shortList(condition.values, mostValues)}`;
}

function nested(condition: Condition): string {
  const text = testsText(condition);
  return "and" in condition || "or" in condition ? `(${text})` : text;
}
