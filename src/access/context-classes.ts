import type { ConditionTest } from "../policy/condition-test.ts";
import { isMultivalued } from "../policy/context-key.ts";
import { hasWildcard } from "../policy/glob.ts";
import { ipRepresentatives } from "../policy/ip-range.ts";
import { parseDate, parseNumber } from "../policy/match-value.ts";
import { unprotect } from "../policy/policy-variable.ts";
import { classesOfPatterns, type StringPattern } from "./pattern-classes.ts";

/** A value that a context key may have: absent (null), or its values. */
export type ContextValue = readonly string[] | null;

/** One test with its values resolved. */
export interface ResolvedTest {
  readonly test: ConditionTest;
  readonly patterns: readonly string[];
}

/** Single-value classes told apart of which every subset is tried for a key with several values. */
const MOST_MEMBERS = 6;

/**
 * Representatives of every class of values of one context key that the tests can tell apart, absence
 * first; null when the bound is reached.
 */
export function classesOfKey(
  lookup: string,
  tests: readonly ResolvedTest[],
): readonly ContextValue[] | null {
  const single = singleValueClasses(tests);
  if (single === null) return null;
  const grouped = isMultivalued(lookup) || tests.some(({ test }) => test.operator.set !== null);
  if (!grouped || !isMultivalued(lookup)) return [null, ...single.map((value) => [value])];
  if (single.length > MOST_MEMBERS) return null;
  return [null, ...nonEmptySubsets(single)];
}

function nonEmptySubsets(values: readonly string[]): readonly (readonly string[])[] {
  const subsets: string[][] = [];
  for (let bits = 1; bits < 1 << values.length; bits++) {
    subsets.push(values.filter((_, i) => (bits & (1 << i)) !== 0));
  }
  return subsets.sort((a, b) => a.length - b.length);
}

function singleValueClasses(tests: readonly ResolvedTest[]): readonly string[] | null {
  const types = new Set(tests.map(({ test }) => test.operator.type));
  types.delete("null");
  const values = (type: string) =>
    tests.filter(({ test }) => test.operator.type === type).flatMap(({ patterns }) => patterns);
  const found = new Set<string>();
  if (types.has("bool")) for (const value of ["true", "false"]) found.add(value);
  if (types.has("numeric"))
    for (const value of around(values("numeric").map(parseNumber), 1, String)) found.add(value);
  if (types.has("date"))
    for (const value of around(values("date").map(parseDate), 1, isoDate)) found.add(value);
  if (types.has("ip")) for (const value of ipRepresentatives(values("ip"))) found.add(value);
  if (types.has("binary")) for (const value of [...values("binary"), "AA=="]) found.add(value);
  if (types.has("string") || types.has("arn")) {
    const strings = stringClasses(tests);
    if (strings === null) return null;
    for (const value of strings) found.add(value);
  }
  if (found.size === 0) found.add("x");
  return [...found];
}

/** Every limit, and a value on each side of it. */
function around(
  limits: readonly number[],
  step: number,
  show: (value: number) => string,
): readonly string[] {
  const usable = limits.filter((limit) => Number.isFinite(limit));
  const values = new Set<number>([
    0,
    ...usable.flatMap((limit) => [limit - step, limit, limit + step]),
  ]);
  const sorted = [...usable].sort((a, b) => a - b);
  for (const [i, limit] of sorted.entries()) {
    const next = sorted[i + 1];
    if (next !== undefined) values.add((limit + next) / 2);
  }
  return [...values].map(show);
}

function isoDate(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function stringClasses(tests: readonly ResolvedTest[]): readonly string[] | null {
  const patterns = new Map<string, StringPattern>();
  for (const { test, patterns: texts } of tests) {
    const { base, type } = test.operator;
    if (type !== "string" && type !== "arn") continue;
    const wild = base.endsWith("Like") || type === "arn";
    const ignoreCase = base.endsWith("IgnoreCase");
    for (const written of texts) {
      const text = unprotect(written);
      // Protected characters mean that a wildcard is to be taken literally.
      const syntax = !wild || !hasWildcard(written) ? "literal" : type === "arn" ? "arn" : "glob";
      patterns.set(`${syntax}${ignoreCase}${text}`, { text, syntax, ignoreCase });
    }
  }
  const list = [...patterns.values()];
  return withoutAutomata(list) ?? classesOfPatterns(list);
}

/** The common case: literals, whose classes are the literals themselves and anything else. */
function withoutAutomata(patterns: readonly StringPattern[]): readonly string[] | null {
  if (patterns.some(({ syntax, ignoreCase }) => syntax !== "literal" || ignoreCase)) return null;
  const literals = new Set(patterns.map(({ text }) => text));
  let other = "x";
  while (literals.has(other)) other += "x";
  return [...[...literals].filter((text) => text !== ""), other];
}
