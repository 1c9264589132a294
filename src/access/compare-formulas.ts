import type { ConditionTest } from "../policy/condition-test.ts";
import { variablesOf } from "../policy/condition-test.ts";
import { canonicalContextKey } from "../policy/context-key.ts";
import { evaluateTest } from "../policy/evaluate-test.ts";
import { ABSENT, type Fact, type Facts, known } from "../policy/fact.ts";
import { type Formula, fillUnknowns, reduceFormula, visitLeaves } from "../policy/formula.ts";
import { resolveTemplate } from "../policy/resolve-template.ts";
import { type ContextValue, classesOfKey, type ResolvedTest } from "./context-classes.ts";
import { isPossibleContext } from "./possible-context.ts";

/** One side of a comparison: a formula and what is known of the context keys that it leaves open. */
export interface ComparedSide {
  readonly formula: Formula;
  readonly facts: Facts;
}

export interface ContextWitness {
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /** Whether both sides are decided in it, whatever the unknown parts are. */
  readonly decided: boolean;
}

/** How access moved between two residual conditions. */
export interface FormulaComparison {
  /** Some request is possible now that was not. */
  readonly gains: ContextWitness | null;
  /** Some request was possible that is not now. */
  readonly losses: ContextWitness | null;
  readonly possibleBefore: boolean;
  readonly possibleAfter: boolean;
  /** The bound was reached: there may be more than was found. */
  readonly incomplete: boolean;
}

/** Contexts tried at most. */
const MOST_CONTEXTS = 20_000;
/** Unknown parts tried both ways at most. */
const MOST_UNKNOWNS = 10;

/**
 * Compares two residual conditions exactly: both are evaluated on a representative of every class of
 * contexts that their literals can tell apart. `settled` tells of an unknown part whether it became
 * known (or unknown) by the change itself: it counts only if access moved either way.
 */
export function compareFormulas(
  before: ComparedSide,
  after: ComparedSide,
  settled: (unknownText: string) => boolean = () => false,
): FormulaComparison {
  const space = contextSpace(before, after);
  const unknowns = unknownTexts(before.formula, after.formula);
  if (differOnlyIn(settled, before.formula, after.formula)) return NOT_MOVED;
  const open = unknowns.filter((text) => !settled(text));
  const incomplete = space === null || open.length > MOST_UNKNOWNS;
  const result = {
    gains: null as ContextWitness | null,
    losses: null as ContextWitness | null,
    possibleBefore: false,
    possibleAfter: false,
  };
  for (const assignment of contexts(space ?? [])) {
    if (!isPossibleContext(assignment)) continue;
    const b = sideValue(before, assignment);
    const a = sideValue(after, assignment);
    result.possibleBefore ||= b.kind !== "false";
    result.possibleAfter ||= a.kind !== "false";
    if (b.text === a.text) continue;
    const moved = movedBetween(b, a, incomplete ? [] : open, unknowns.filter(settled));
    if (moved.gained)
      result.gains = better(
        result.gains,
        toWitness(assignment, b.kind === "false" && a.kind !== "false"),
      );
    if (moved.lost)
      result.losses = better(
        result.losses,
        toWitness(assignment, a.kind === "false" && b.kind !== "false"),
      );
  }
  return { ...result, incomplete };
}

const NOT_MOVED: FormulaComparison = {
  gains: null,
  losses: null,
  possibleBefore: true,
  possibleAfter: true,
  incomplete: false,
};

/** Whether two formulas are the same whatever the settled unknowns are. */
function differOnlyIn(
  settled: (unknownText: string) => boolean,
  before: Formula,
  after: Formula,
): boolean {
  return [true, false].every((value) => {
    const fill = (text: string) => (settled(text) ? value : null);
    return fillUnknowns(before, fill).text === fillUnknowns(after, fill).text;
  });
}

/** Contexts come with absent keys first, so the first decided witness is the plainest. */
function better(old: ContextWitness | null, found: ContextWitness): ContextWitness {
  return old === null || (!old.decided && found.decided) ? found : old;
}

/** Whether, for some values of the open unknowns and every value of the settled ones, access moved. */
function movedBetween(
  before: Formula,
  after: Formula,
  open: readonly string[],
  settled: readonly string[],
): { readonly gained: boolean; readonly lost: boolean } {
  let gained = false;
  let lost = false;
  for (const values of truthTables(open)) {
    let alwaysGained = true;
    let alwaysLost = true;
    for (const settledValues of truthTables(settled)) {
      const value = (text: string) => values.get(text) ?? settledValues.get(text) ?? false;
      const b = holds(before, value);
      const a = holds(after, value);
      alwaysGained &&= a && !b;
      alwaysLost &&= b && !a;
    }
    gained ||= alwaysGained;
    lost ||= alwaysLost;
  }
  return { gained, lost };
}

function* truthTables(texts: readonly string[]): Generator<ReadonlyMap<string, boolean>> {
  for (let bits = 0; bits < 2 ** texts.length; bits++) {
    yield new Map(texts.map((text, i) => [text, Math.floor(bits / 2 ** i) % 2 === 1]));
  }
}

function holds(formula: Formula, unknown: (text: string) => boolean): boolean {
  switch (formula.kind) {
    case "true":
      return true;
    case "unknown":
      return unknown(formula.text);
    case "not":
      return !holds(formula.part, unknown);
    case "and":
      return formula.parts.every((part) => holds(part, unknown));
    case "or":
      return formula.parts.some((part) => holds(part, unknown));
    default:
      return false;
  }
}

/** A side's formula in one context: only unknown parts remain. A value that the side cannot have makes it false. */
function sideValue({ formula, facts }: ComparedSide, assignment: Assignment): Formula {
  for (const [lookup, value] of assignment) {
    const fact = facts(lookup);
    if (fact.kind !== "unknown" || fact.oneOf === undefined) continue;
    if (!fact.oneOf.includes(value === null ? null : (value[0] ?? null))) {
      return { kind: "false", text: "false" };
    }
  }
  return reduceFormula(formula, (test) => evaluateTest(test, factsIn(assignment, facts)));
}

type Assignment = ReadonlyMap<string, ContextValue>;

function factsIn(assignment: Assignment, facts: Facts): Facts {
  return (lookup) => {
    const value = assignment.get(lookup);
    if (value === undefined) {
      const fact = facts(lookup);
      return fact.kind === "known" ? fact : ABSENT;
    }
    return value === null ? ABSENT : known(...value);
  };
}

function toWitness(assignment: Assignment, decided: boolean): ContextWitness {
  const context: Record<string, string | readonly string[]> = {};
  for (const [lookup, value] of assignment) {
    if (value === null) continue;
    const [only] = value;
    context[canonicalContextKey(lookup)] = value.length === 1 && only !== undefined ? only : value;
  }
  return { context, decided };
}

function unknownTexts(...formulas: readonly Formula[]): readonly string[] {
  const texts = new Set<string>();
  for (const formula of formulas) {
    visitLeaves(formula, (leaf) => {
      if (leaf.kind === "unknown") texts.add(leaf.text);
    });
  }
  return [...texts];
}

/** The context keys that stay open on some side, each with its classes; null past the bound. */
function contextSpace(
  before: ComparedSide,
  after: ComparedSide,
): readonly [string, readonly ContextValue[]][] | null {
  const tests = new Map<string, ConditionTest[]>();
  const collect = ({ formula, facts }: ComparedSide): void => {
    visitLeaves(formula, (leaf) => {
      if (leaf.kind !== "test") return;
      for (const variable of variablesOf(leaf.test)) {
        if (isOpen(facts(variable)) && !tests.has(variable)) tests.set(variable, []);
      }
      if (leaf.test.subject === undefined && isOpen(facts(leaf.test.lookup))) {
        tests.set(leaf.test.lookup, [...(tests.get(leaf.test.lookup) ?? []), leaf.test]);
      }
    });
  };
  collect(before);
  collect(after);
  const space: [string, readonly ContextValue[]][] = [];
  let size = 1;
  // Keys that variables name come first: their values make the patterns of the others.
  const variables = new Set([...tests.values()].flat().flatMap(variablesOf));
  const ordered = [...tests].sort(
    ([a], [b]) => Number(variables.has(b)) - Number(variables.has(a)) || (a < b ? -1 : 1),
  );
  for (const [lookup, list] of ordered) {
    const resolved = list.map(
      (test): ResolvedTest => ({ test, patterns: patternsOf(test, space, before.facts) }),
    );
    const classes = classesOfKey(lookup, resolved);
    if (classes === null) return null;
    const possible = within(classes, before.facts(lookup), after.facts(lookup));
    size *= possible.length;
    if (size > MOST_CONTEXTS) return null;
    space.push([lookup, possible]);
  }
  return space;
}

function isOpen(fact: Fact): boolean {
  return fact.kind === "unknown" || (fact.kind === "known" && fact.open);
}

/** The values that the key can have by what is known of it on either side. */
function within(
  classes: readonly ContextValue[],
  before: Fact,
  after: Fact,
): readonly ContextValue[] {
  const facts = [before, after].filter((fact) => fact.kind === "unknown");
  const domain = facts.flatMap((fact) => fact.oneOf ?? []);
  if (facts.some((fact) => fact.oneOf !== undefined)) {
    const values = new Set(domain);
    return [...values].map((value) => (value === null ? null : [value]));
  }
  const prefix = facts.find((fact) => fact.prefix !== undefined)?.prefix;
  const present = facts.some(
    (fact) => fact.present === true || fact.unnamed === true || fact.prefix !== undefined,
  );
  const kept = classes.filter((value) => !(present && value === null));
  if (prefix === undefined) return kept;
  const matching = kept.filter((value) => value?.every((member) => member.startsWith(prefix)));
  return [...matching, [`${prefix}x`]];
}

/** The patterns of a test under every value that its variables take in the space so far. */
function patternsOf(
  test: ConditionTest,
  space: readonly [string, readonly ContextValue[]][],
  facts: Facts,
): readonly string[] {
  if (test.templates === null) return test.values;
  const patterns = new Set<string>();
  const named = space.filter(([lookup]) => variablesOf(test).includes(lookup));
  for (const assignment of contexts(named)) {
    for (const template of test.templates) {
      const resolved = resolveTemplate(template, factsIn(assignment, facts));
      if (resolved.kind === "pattern") patterns.add(resolved.pattern);
    }
  }
  return [...patterns];
}

function* contexts(space: readonly [string, readonly ContextValue[]][]): Generator<Assignment> {
  const [first, ...rest] = space;
  if (first === undefined) {
    yield new Map();
    return;
  }
  const [lookup, values] = first;
  for (const value of values) {
    for (const others of contexts(rest)) yield new Map([[lookup, value], ...others]);
  }
}
