import type { ConditionOperator, OperatorType } from "../../policy/condition-operator.ts";
import type { ConditionTest } from "../../policy/condition-test.ts";
import { isMultivalued } from "../../policy/context-key.ts";
import { hasWildcard } from "../../policy/glob.ts";
import { ipRepresentatives } from "../../policy/ip-range.ts";
import { parseDate, parseNumber } from "../../policy/match-value.ts";
import { unprotect } from "../../policy/policy-variable.ts";
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
 * first; null when the bound is reached. Each class of values that differ from one of `names` by
 * case only, if at all, has a representative too.
 */
export function classesOfKey(
  lookup: string,
  tests: readonly ResolvedTest[],
  names: readonly string[] = [],
): readonly ContextValue[] | null {
  const single = singleValueClasses(tests, names);
  if (single === null) return null;
  if (!isMultivalued(lookup)) return [null, ...single.map((value) => [value])];
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

type OwnType = "binary" | "bool" | "ip" | "number" | "string";

/** What tells values apart alike: ARNs as strings, dates as numbers. */
const OWN_TYPE: Readonly<Record<OperatorType, OwnType | null>> = {
  arn: "string",
  binary: "binary",
  bool: "bool",
  date: "number",
  ip: "ip",
  null: null,
  numeric: "number",
  string: "string",
};

const CLASSES: Readonly<
  Record<Exclude<OwnType, "string">, (tests: readonly ResolvedTest[]) => readonly string[] | null>
> = {
  binary: binaryClasses,
  bool: () => ["true", "false"],
  ip: (tests) => ipRepresentatives(tests.flatMap(({ patterns }) => patterns)),
  number: numberClasses,
};

function singleValueClasses(
  tests: readonly ResolvedTest[],
  names: readonly string[],
): readonly string[] | null {
  const byType = new Map<OwnType, ResolvedTest[]>();
  for (const resolved of tests) {
    const type = OWN_TYPE[resolved.test.operator.type];
    if (type !== null) byType.set(type, [...(byType.get(type) ?? []), resolved]);
  }
  const found = new Set<string>();
  for (const [type, own] of byType) {
    const classes = type === "string" ? stringClasses(own, names) : CLASSES[type](own);
    if (classes === null) return null;
    for (const value of classes) found.add(value);
  }
  return found.size === 0 ? ["x", ...names] : [...found];
}

/** Every limit, a value on each side of it, and one between it and the next. */
function numberClasses(tests: readonly ResolvedTest[]): readonly string[] {
  const dates = tests.filter(({ test }) => test.operator.type === "date");
  const numbers = tests.filter(({ test }) => test.operator.type === "numeric");
  const limits = [
    ...dates.flatMap(({ patterns }) => patterns.map(parseDate)),
    ...numbers.flatMap(({ patterns }) => patterns.map(parseNumber)),
  ].filter((limit) => Number.isFinite(limit));
  const sorted = limits.sort((a, b) => a - b);
  const values = new Set([0, ...sorted.flatMap((limit) => [limit - 1, limit, limit + 1])]);
  for (const [i, limit] of sorted.entries()) values.add((limit + (sorted[i + 1] ?? limit)) / 2);
  return [...values].flatMap((value) => [
    ...(numbers.length > 0 ? [String(value)] : []),
    ...(dates.length > 0 ? [writeDate(value)] : []),
  ]);
}

/** The seconds past which no date is written in ISO 8601. */
const LAST_SECOND = 8.64e12;

function writeDate(seconds: number): string {
  return Math.abs(seconds) <= LAST_SECOND
    ? new Date(seconds * 1000).toISOString()
    : String(seconds);
}

/** The values, and zero bytes longer than all of them. */
function binaryClasses(tests: readonly ResolvedTest[]): readonly string[] {
  const values = tests.flatMap(({ patterns }) => patterns);
  const longest = Math.max(0, ...values.map((value) => value.length));
  return [...values, "AAAA".repeat(Math.ceil(longest / 4) + 1)];
}

function stringClasses(
  tests: readonly ResolvedTest[],
  names: readonly string[],
): readonly string[] | null {
  const patterns = new Map<string, StringPattern>();
  for (const { test, patterns: texts } of tests) {
    for (const text of texts) {
      const pattern = stringPattern(test, text);
      patterns.set(`${pattern.syntax}${pattern.ignoreCase}${pattern.text}`, pattern);
    }
  }
  const list = [...patterns.values(), ...names.map(anyCaseOf)];
  return withoutAutomata(list) ?? classesOfPatterns(list);
}

function anyCaseOf(text: string): StringPattern {
  return { text, syntax: "literal", ignoreCase: true };
}

function stringPattern({ operator }: ConditionTest, written: string): StringPattern {
  return {
    text: unprotect(written),
    syntax: syntaxOf(operator, written),
    ignoreCase: operator.base.endsWith("IgnoreCase"),
  };
}

/** Protected characters mean that a wildcard is to be taken literally. */
function syntaxOf({ base, type }: ConditionOperator, written: string): StringPattern["syntax"] {
  if (!hasWildcard(written)) return "literal";
  if (type === "arn") return "arn";
  return base.endsWith("Like") ? "glob" : "literal";
}

/** The common case: literals, whose classes are the literals themselves and anything else. */
function withoutAutomata(patterns: readonly StringPattern[]): readonly string[] | null {
  if (patterns.some(({ syntax, ignoreCase }) => syntax !== "literal" || ignoreCase)) return null;
  const literals = new Set(patterns.map(({ text }) => text));
  let other = "x";
  while (literals.has(other)) other += "x";
  return [...literals, other];
}
