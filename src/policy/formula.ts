import type { ConditionTest } from "./condition-test.ts";

/**
 * What is left of a condition when everything known has been filled in: true, false, or an
 * expression over the tests that are still open and over what nobody can know. Immutable;
 * two formulas with the same `text` are the same.
 */
export type Formula =
  | { readonly kind: "true"; readonly text: "true" }
  | { readonly kind: "false"; readonly text: "false" }
  | { readonly kind: "test"; readonly text: string; readonly test: ConditionTest }
  | {
      readonly kind: "unknown";
      readonly text: string;
      readonly code: string;
      readonly reason: string;
    }
  | { readonly kind: "not"; readonly text: string; readonly part: Formula }
  | { readonly kind: "and"; readonly text: string; readonly parts: readonly Formula[] }
  | { readonly kind: "or"; readonly text: string; readonly parts: readonly Formula[] };

export const TRUE: Formula = { kind: "true", text: "true" };
export const FALSE: Formula = { kind: "false", text: "false" };

/** A formula for what no context key can settle; `code` is stable, `reason` is for people. */
export function unknownFormula(
  code: string,
  reason: string,
): Extract<Formula, { kind: "unknown" }> {
  return { kind: "unknown", text: `unknown(${code}:${reason})`, code, reason };
}

export function notFormula(part: Formula): Formula {
  switch (part.kind) {
    case "true":
      return FALSE;
    case "false":
      return TRUE;
    case "not":
      return part.part;
    default:
      return { kind: "not", text: `!${part.text}`, part };
  }
}

export function andFormulas(parts: readonly Formula[]): Formula {
  return combine("and", parts, TRUE, FALSE);
}

export function orFormulas(parts: readonly Formula[]): Formula {
  return combine("or", parts, FALSE, TRUE);
}

function combine(
  kind: "and" | "or",
  parts: readonly Formula[],
  neutral: Formula,
  dominant: Formula,
): Formula {
  const byText = new Map<string, Formula>();
  const collect = (part: Formula): boolean => {
    if (part.kind === dominant.kind) return true;
    if (part.kind === neutral.kind) return false;
    if (part.kind === kind) return part.parts.some(collect);
    byText.set(part.text, part);
    return false;
  };
  if (parts.some(collect)) return dominant;
  if (contradicts(kind, byText)) return dominant;
  absorb(kind, byText);
  const kept = [...byText.values()];
  const [only] = kept;
  if (only === undefined) return neutral;
  if (kept.length === 1) return only;
  // Stryker disable next-line EqualityOperator: no two parts have one text
  kept.sort((a, b) => (a.text < b.text ? -1 : 1));
  const sign = kind === "and" ? "&" : "|";
  return { kind, text: `(${kept.map((part) => part.text).join(sign)})`, parts: kept };
}

/**
 * A part and its own negation: `x and not x` is false, and so is `x and not (x or y)`; `x or not x`
 * and `x or not (x and y)` are true.
 */
function contradicts(kind: "and" | "or", byText: ReadonlyMap<string, Formula>): boolean {
  const inner = kind === "and" ? "or" : "and";
  for (const part of byText.values()) {
    if (part.kind !== "not") continue;
    const negated = part.part;
    if (byText.has(negated.text)) return true;
    if (negated.kind === inner && negated.parts.some(({ text }) => byText.has(text))) return true;
  }
  return false;
}

/** `x or (x and y)` is `x`; `x and (x or y)` is `x`. */
function absorb(kind: "and" | "or", byText: Map<string, Formula>): void {
  const inner = kind === "and" ? "or" : "and";
  // Stryker disable next-line ConditionalExpression: saves time only
  if (byText.size < 2) return;
  for (const [text, part] of byText) {
    if (part.kind === inner && part.parts.some((member) => byText.has(member.text))) {
      byText.delete(text);
    }
  }
}

/** Replaces every open test by what `decide` makes of it; unknown parts stay. */
export function reduceFormula(formula: Formula, decide: (test: ConditionTest) => Formula): Formula {
  switch (formula.kind) {
    case "true":
    case "false":
    case "unknown":
      return formula;
    case "test":
      return decide(formula.test);
    case "not":
      return notFormula(reduceFormula(formula.part, decide));
    case "and":
      return andFormulas(formula.parts.map((part) => reduceFormula(part, decide)));
    case "or":
      return orFormulas(formula.parts.map((part) => reduceFormula(part, decide)));
  }
}

/** Replaces unknown parts by a value where one is given; null leaves the part unknown. */
export function fillUnknowns(
  formula: Formula,
  value: (unknownText: string) => boolean | null,
): Formula {
  switch (formula.kind) {
    case "unknown": {
      const filled = value(formula.text);
      if (filled === null) return formula;
      return filled ? TRUE : FALSE;
    }
    case "not":
      return notFormula(fillUnknowns(formula.part, value));
    case "and":
      return andFormulas(formula.parts.map((part) => fillUnknowns(part, value)));
    case "or":
      return orFormulas(formula.parts.map((part) => fillUnknowns(part, value)));
    default:
      return formula;
  }
}

/**
 * The formula with its unknown parts marked: two unknown parts are the same only if their text is,
 * so what is marked never cancels out against what is not.
 */
export function markUnknowns(formula: Formula, mark: string): Formula {
  switch (formula.kind) {
    case "true":
    case "false":
    case "test":
      return formula;
    case "unknown":
      return formula.text.endsWith(mark) ? formula : { ...formula, text: `${formula.text}${mark}` };
    case "not":
      return notFormula(markUnknowns(formula.part, mark));
    case "and":
      return andFormulas(formula.parts.map((part) => markUnknowns(part, mark)));
    case "or":
      return orFormulas(formula.parts.map((part) => markUnknowns(part, mark)));
  }
}

/** Visits every open test and every unknown part once. */
export function visitLeaves(
  formula: Formula,
  visit: (leaf: Extract<Formula, { kind: "test" | "unknown" }>) => void,
): void {
  const seen = new Set<string>();
  const walk = (part: Formula): void => {
    if (part.kind === "and" || part.kind === "or") part.parts.forEach(walk);
    else if (part.kind === "not") walk(part.part);
    else if ((part.kind === "test" || part.kind === "unknown") && !seen.has(part.text)) {
      seen.add(part.text);
      visit(part);
    }
  };
  walk(formula);
}
