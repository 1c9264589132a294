import type { Fact, Facts } from "./fact.ts";
import { literalInPattern, type TemplatePart } from "./policy-variable.ts";

/** A template with its variables filled in. */
export type Resolved =
  | { readonly kind: "pattern"; readonly pattern: string }
  /** A variable that the request does not have and that has no default: the value matches nothing. */
  | { readonly kind: "undefined" }
  /** A variable that is not known (yet); `contextKey` in lower case. */
  | { readonly kind: "open"; readonly contextKey: string; readonly fact: Fact };

/**
 * Fills the variables of a template in. Variables need single-valued keys; a key with several
 * values leaves the variable undefined. Wildcards in a variable's value are literal text.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function resolveTemplate(template: readonly TemplatePart[], facts: Facts): Resolved {
  let pattern = "";
  for (const part of template) {
    if (part.kind === "text") {
      pattern += part.literal ? literalInPattern(part.text) : part.text;
      continue;
    }
    const fact = facts(part.contextKey);
    const value = singleValue(fact);
    if (value !== undefined) pattern += literalInPattern(value);
    else if (isOpen(fact)) return { kind: "open", contextKey: part.contextKey, fact };
    else if (part.fallback !== null) pattern += literalInPattern(part.fallback);
    else return { kind: "undefined" };
  }
  return { kind: "pattern", pattern };
}

function singleValue(fact: Fact): string | undefined {
  return fact.kind === "known" && !fact.open && fact.values.length === 1
    ? fact.values[0]
    : undefined;
}

function isOpen(fact: Fact): boolean {
  return (
    fact.kind === "unknown" ||
    fact.kind === "later" ||
    fact.kind === "undocumented" ||
    (fact.kind === "known" && fact.open)
  );
}
