import { isMultivalued } from "./context-key.ts";
import type { Fact, Facts } from "./fact.ts";
import { literalInPattern, type TemplatePart } from "./policy-variable.ts";

/** A template with its variables filled in. */
export type Resolved =
  | { readonly kind: "pattern"; readonly pattern: string }
  /** A variable that the request does not have and that has no default: the value matches nothing. */
  | { readonly kind: "undefined" }
  /** A variable of which AWS does not say, or nobody can, what it holds. */
  | { readonly kind: "undocumented"; readonly code: string; readonly reason: string }
  /** A variable that is not known (yet). */
  | { readonly kind: "open" };

const UNDEFINED: Resolved = { kind: "undefined" };

/**
 * Fills the variables of a template in. Variables need single-valued keys; a key with several
 * values leaves the variable undefined. Wildcards in a variable's value are literal text.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function resolveTemplate(template: readonly TemplatePart[], facts: Facts): Resolved {
  let pattern = "";
  let inTheWay: Resolved | null = null;
  for (const part of template) {
    const filled = part.kind === "text" ? textOf(part) : fillVariable(part, facts);
    if (typeof filled === "string") pattern += filled;
    else if (filled.kind === "undefined") return filled;
    else inTheWay = filled.kind === "open" ? filled : (inTheWay ?? filled);
  }
  return inTheWay ?? { kind: "pattern", pattern };
}

function textOf({ text, literal }: Extract<TemplatePart, { kind: "text" }>): string {
  return literal ? literalInPattern(text) : text;
}

function fillVariable(
  { contextKey, fallback }: Extract<TemplatePart, { kind: "variable" }>,
  facts: Facts,
): string | Resolved {
  const fact = isMultivalued(contextKey) ? null : facts(contextKey);
  const value = singleValue(fact);
  if (value !== undefined) return literalInPattern(value);
  if (fact?.kind === "undocumented") return fact;
  if (fact !== null && isOpen(fact)) return { kind: "open" };
  return fallback === null ? UNDEFINED : literalInPattern(fallback);
}

function singleValue(fact: Fact | null): string | undefined {
  return fact?.kind === "known" && !fact.open && fact.values.length === 1
    ? fact.values[0]
    : undefined;
}

function isOpen(fact: Fact): boolean {
  return fact.kind === "unknown" || fact.kind === "later" || (fact.kind === "known" && fact.open);
}
