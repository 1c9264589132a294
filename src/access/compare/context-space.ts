import { type ConditionTest, variablesOf } from "../../policy/condition-test.ts";
import { ABSENT, type Fact, type Facts, isPresent, known } from "../../policy/fact.ts";
import { type Formula, visitLeaves } from "../../policy/formula.ts";
import { resolveTemplate } from "../../policy/resolve-template.ts";
import { type ContextValue, classesOfKey } from "./context-classes.ts";
import { namesListed } from "./possible-context.ts";

/** One side of a comparison: a formula and what is known of the context keys that it leaves open. */
export interface ComparedSide {
  readonly formula: Formula;
  readonly facts: Facts;
}

/** A value for each context key (in lower case) that is open on some side. */
export type Assignment = ReadonlyMap<string, ContextValue>;

/** The context keys that are open on some side, each with the values to try. */
export type ContextSpace = readonly (readonly [string, readonly ContextValue[]])[];

/** Contexts tried at most. */
const MOST_CONTEXTS = 20_000;

/** The context keys that stay open on some side, each with its classes; null past the bound. */
export function contextSpace(before: ComparedSide, after: ComparedSide): ContextSpace | null {
  const space: (readonly [string, readonly ContextValue[]])[] = [];
  let size = 1;
  const open = openKeys(before, after);
  for (const [lookup, tests] of open) {
    const resolved = tests.map((test) => ({
      test,
      patterns: [
        ...new Set([
          ...patternsOf(test, space, before.facts),
          ...patternsOf(test, space, after.facts),
        ]),
      ],
    }));
    const classes = classesOfKey(lookup, resolved, namesListed(lookup, open.keys()));
    if (classes === null) return null;
    const possible = within(classes, [before.facts(lookup), after.facts(lookup)]);
    size *= possible.length;
    if (size > MOST_CONTEXTS) return null;
    space.push([lookup, possible]);
  }
  return space;
}

type OpenKeys = ReadonlyMap<string, readonly ConditionTest[]>;

/** The open context keys with their tests; keys that variables name first: their values make the patterns of the others. */
function openKeys(...sides: readonly ComparedSide[]): OpenKeys {
  const tests = new Map<string, ConditionTest[]>();
  for (const { formula, facts } of sides) {
    visitLeaves(formula, (leaf) => {
      if (leaf.kind === "test") addOpenKeys(leaf.test, facts, tests);
    });
  }
  const variables = new Set([...tests.values()].flat().flatMap(variablesOf));
  return new Map(
    [...tests].sort(
      ([a], [b]) => Number(variables.has(b)) - Number(variables.has(a)) || (a < b ? -1 : 1),
    ),
  );
}

function addOpenKeys(test: ConditionTest, facts: Facts, tests: Map<string, ConditionTest[]>): void {
  const add = (lookup: string, own: readonly ConditionTest[]): void => {
    if (isOpen(facts(lookup))) tests.set(lookup, [...(tests.get(lookup) ?? []), ...own]);
  };
  for (const variable of variablesOf(test)) add(variable, []);
  if (test.subject === undefined) add(test.lookup, [test]);
}

function isOpen(fact: Fact): boolean {
  return fact.kind === "unknown" || (fact.kind === "known" && fact.open);
}

/** The values that the key can have by what is known of it on either side. */
function within(classes: readonly ContextValue[], facts: readonly Fact[]): readonly ContextValue[] {
  const unknown = facts.filter((fact) => fact.kind === "unknown");
  if (unknown.some((fact) => fact.oneOf !== undefined)) {
    const domain = new Set(unknown.flatMap((fact) => fact.oneOf ?? []));
    return [...domain].map((value) => (value === null ? null : [value]));
  }
  const told = facts.flatMap((fact) => (fact.kind === "known" && fact.open ? fact.values : []));
  if (told.length > 0) return classes.map((value) => [...new Set([...told, ...(value ?? [])])]);
  const present = unknown.some(isPresent);
  const kept = classes.filter((value) => !(present && value === null));
  const prefix = unknown.find((fact) => fact.prefix !== undefined)?.prefix;
  if (prefix === undefined) return kept;
  const matching = kept.filter((value) => value?.every((member) => member.startsWith(prefix)));
  return [...matching, [`${prefix}x`]];
}

/** The patterns of a test under every value that its variables take in the space so far. */
function patternsOf(test: ConditionTest, space: ContextSpace, facts: Facts): readonly string[] {
  if (test.templates === null) return test.values;
  const patterns: string[] = [];
  const variables = variablesOf(test);
  const named = space.filter(([lookup]) => variables.includes(lookup));
  for (const assignment of contextsOf(named)) {
    for (const template of test.templates) {
      const resolved = resolveTemplate(template, factsIn(assignment, facts));
      if (resolved.kind === "pattern") patterns.push(resolved.pattern);
    }
  }
  return patterns;
}

/** Every context of a space; absent keys come first. */
export function* contextsOf(space: ContextSpace): Generator<Assignment> {
  const [first, ...rest] = space;
  if (first === undefined) {
    yield new Map();
    return;
  }
  const [lookup, values] = first;
  for (const value of values) {
    for (const others of contextsOf(rest)) yield new Map([[lookup, value], ...others]);
  }
}

/** What a side knows in a context: keys that are open and not in it are absent. */
export function factsIn(assignment: Assignment, facts: Facts): Facts {
  return (lookup) => {
    const value = assignment.get(lookup);
    if (value !== undefined) return value === null ? ABSENT : known(...value);
    const fact = facts(lookup);
    return fact.kind === "unknown" ? ABSENT : fact;
  };
}
