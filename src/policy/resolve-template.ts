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

type Unresolved = Exclude<Resolved, { kind: "pattern" }>;
type Variable = Extract<TemplatePart, { kind: "variable" }>;

const UNDEFINED = { kind: "undefined" } as const;
const OPEN = { kind: "open" } as const;

/**
 * Fills the variables of a template in. Variables need single-valued keys; a key with several
 * values leaves the variable undefined. Wildcards in a variable's value are literal text.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function resolveTemplate(template: readonly TemplatePart[], facts: Facts): Resolved {
  let pattern = "";
  let inTheWay: Resolved | null = null;
  for (const part of template) {
    const filled = part.kind === "text" ? textPattern(part) : variablePattern(part, facts);
    if (typeof filled === "string") pattern += filled;
    else if (filled.kind === "undefined") return filled;
    else inTheWay = filled.kind === "open" ? filled : (inTheWay ?? filled);
  }
  return inTheWay ?? { kind: "pattern", pattern };
}

function textPattern({ text, literal }: Extract<TemplatePart, { kind: "text" }>): string {
  return literal ? literalInPattern(text) : text;
}

function variablePattern(variable: Variable, facts: Facts): string | Unresolved {
  const resolved = resolveVariable(variable, facts);
  return typeof resolved === "string" ? literalInPattern(resolved) : resolved;
}

/** The value of a variable, or why it has none. */
export function resolveVariable(
  { contextKey, fallback }: Variable,
  facts: Facts,
): string | Unresolved {
  const fact = isMultivalued(contextKey) ? null : facts(contextKey);
  const value = singleValue(fact);
  if (value !== undefined) return value;
  if (fact?.kind === "undocumented") return fact;
  if (fact !== null && isOpen(fact)) return OPEN;
  return fallback ?? UNDEFINED;
}

function singleValue(fact: Fact | null): string | undefined {
  return fact?.kind === "known" && !fact.open && fact.values.length === 1
    ? fact.values[0]
    : undefined;
}

function isOpen(fact: Fact): boolean {
  if (fact.kind === "unknown" || fact.kind === "later") return true;
  // Stryker disable next-line ConditionalExpression: only known facts are open
  return fact.kind === "known" && fact.open;
}
