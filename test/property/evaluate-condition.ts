import type { Condition } from "../../src/kms/decision.ts";
import {
  asLiteral,
  inRange,
  matchArn,
  matchGlob,
  plain,
  toNumber,
  toSeconds,
} from "../reference/patterns.ts";

/** The values of a context key (by lower-case name) in a full context; null: absent. */
export type LookUp = (key: string) => readonly string[] | null | "unknown";

type Match = (wanted: string, actual: string) => boolean;

const equals: Match = (wanted, actual) => plain(wanted) === actual;
const numbers =
  (read: (text: string) => number, holds: (actual: number, wanted: number) => boolean): Match =>
  (wanted, actual) =>
    holds(read(actual), read(wanted));
const secondsOrNumber = (text: string): number =>
  Number.isNaN(toNumber(text)) ? toSeconds(text) : toNumber(text);
const comparisons = (type: string, read: (text: string) => number): Record<string, Match> => ({
  [`${type}Equals`]: numbers(read, (actual, wanted) => actual === wanted),
  [`${type}LessThan`]: numbers(read, (actual, wanted) => actual < wanted),
  [`${type}LessThanEquals`]: numbers(read, (actual, wanted) => actual <= wanted),
  [`${type}GreaterThan`]: numbers(read, (actual, wanted) => actual > wanted),
  [`${type}GreaterThanEquals`]: numbers(read, (actual, wanted) => actual >= wanted),
});

const matches: Record<string, Match> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: (wanted, actual) => plain(wanted).toLowerCase() === actual.toLowerCase(),
  StringLike: matchGlob,
  ArnEquals: matchArn,
  ArnLike: matchArn,
  Bool: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
  BinaryEquals: (wanted, actual) => atob(wanted) === atob(actual),
  IpAddress: inRange,
  ...comparisons("Numeric", secondsOrNumber),
  ...comparisons("Date", toSeconds),
};

const variable = /\$\{([^},]*)(?:,\s*'([^']*)')?\}/g;
const special = ["*", "?", "$"];
/** Variables stand for single-valued keys only. */
const arrays = ["aws:tagkeys"];

/** The value with its variables filled in; null: it names one that the context does not have. */
const filled = (value: string, operator: string, lookUp: LookUp): string | null | "unknown" => {
  if (!/^(String|Arn)/.test(operator)) return value;
  const seen: (null | "unknown")[] = [];
  const text = value.replace(variable, (_, written: string, fallback?: string) => {
    const name = written.trim().toLowerCase();
    if (special.includes(name)) return asLiteral(name);
    const values = arrays.includes(name) ? null : lookUp(name);
    if (values === "unknown") seen.push(values);
    else if (values?.length === 1) return asLiteral(values[0] ?? "");
    else if (fallback !== undefined) return asLiteral(fallback);
    else seen.push(null);
    return "";
  });
  if (seen.includes(null)) return null;
  return seen.length > 0 ? "unknown" : text;
};

type Leaf = Extract<Condition, { operator: string }>;

const evaluateLeaf = (leaf: Leaf, lookUp: LookUp): boolean | null => {
  const { operator: written, key, values } = leaf;
  const [, set = "", named = "", ifExists] = /^(?:(\w+):)?(\w+?)(IfExists)?$/.exec(written) ?? [];
  const actual = lookUp(key.toLowerCase());
  if (actual === "unknown") return null;
  if (named === "Null") return values.some((value) => value === String(actual === null));
  const isNegated = named.includes("Not");
  if (actual === null) {
    return ifExists !== undefined || set === "ForAllValues" || (isNegated && set === "");
  }
  const operator = named.replace("Not", "");
  const patterns = values.map((value) => filled(value, operator, lookUp));
  if (patterns.includes("unknown")) return null;
  const satisfies = (value: string): boolean =>
    patterns.some((pattern) => pattern !== null && matches[operator]?.(pattern, value)) !==
    isNegated;
  return set === "ForAnyValue" ? actual.some(satisfies) : actual.every(satisfies);
};

/** Kleene's conjunction: null is what nobody knows. */
const all = (parts: readonly (boolean | null)[]): boolean | null => {
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
};
const not = (part: boolean | null): boolean | null => (part === null ? null : !part);

/** Evaluates a residual condition in a full context; null where it hangs on an unknown. */
export const evaluateCondition = (condition: Condition, lookUp: LookUp): boolean | null => {
  const evaluate = (part: Condition) => evaluateCondition(part, lookUp);
  if ("unknown" in condition) return null;
  if ("not" in condition) return not(evaluate(condition.not));
  if ("and" in condition) return all(condition.and.map(evaluate));
  if ("or" in condition) return not(all(condition.or.map((part) => not(evaluate(part)))));
  return evaluateLeaf(condition, lookUp);
};
