import { canonicalName, type Found, lookUp, type Present, type Scene } from "./context.ts";
import type { Condition, Statement } from "./document.ts";
import { and, isUnknown, not, or, type Truth, type Unknown, unknown } from "./kleene.ts";
import { asLiteral, inRange, matchArn, matchGlob, plain, toNumber, toSeconds } from "./patterns.ts";

type Match = (wanted: string, actual: string) => boolean;

const compared =
  (parse: (value: string) => number, compare: (wanted: number, actual: number) => boolean): Match =>
  (wanted, actual) =>
    compare(parse(wanted), parse(actual));

const comparisons = (type: string, parse: (value: string) => number): Record<string, Match> => ({
  [`${type}Equals`]: compared(parse, (wanted, actual) => actual === wanted),
  [`${type}LessThan`]: compared(parse, (wanted, actual) => actual < wanted),
  [`${type}LessThanEquals`]: compared(parse, (wanted, actual) => actual <= wanted),
  [`${type}GreaterThan`]: compared(parse, (wanted, actual) => actual > wanted),
  [`${type}GreaterThanEquals`]: compared(parse, (wanted, actual) => actual >= wanted),
});

// kms:ValidTo is a date that AWS's own example compares as a number of epoch seconds.
const toNumberOrSeconds = (value: string): number => {
  const number = toNumber(value);
  return Number.isNaN(number) ? toSeconds(value) : number;
};

const matches: Record<string, Match> = {
  StringEquals: (wanted, actual) => plain(wanted) === actual,
  StringEqualsIgnoreCase: (wanted, actual) => plain(wanted).toLowerCase() === actual.toLowerCase(),
  StringLike: matchGlob,
  ArnEquals: matchArn,
  ArnLike: matchArn,
  Bool: (wanted, actual) =>
    /^(true|false)$/i.test(actual) && wanted.toLowerCase() === actual.toLowerCase(),
  IpAddress: inRange,
  BinaryEquals: (wanted, actual) =>
    Buffer.from(wanted, "base64").equals(Buffer.from(actual, "base64")),
  ...comparisons("Numeric", toNumber),
  ...comparisons("Date", toSeconds),
};

/** Values that their operator cannot compare: what AWS makes of them is not documented. */
const forms: [operator: RegExp, isValue: (value: string) => boolean][] = [
  [/^Numeric/, (value) => !Number.isNaN(toNumber(value))],
  [/^Date/, (value) => !Number.isNaN(toSeconds(value))],
  [/^Bool$/, (value) => /^(true|false)$/i.test(value)],
  [/^IpAddress$/, (value) => inRange(value, value.replace(/\/.*$/, ""))],
];

const positive = (operator: string): string =>
  operator === "NotIpAddress" ? "IpAddress" : operator.replace("Not", "");

const variable = /\$\{([^},]+)(?:,\s*'([^']*)')?\}/g;
const special = new Set(["*", "?", "$"]);

/** The text with its variables filled in; undefined when one has neither value nor default. */
export const fillVariables = (text: string, scene: Scene): string | undefined | Unknown => {
  const failures: (Unknown | undefined)[] = [];
  const filled = text.replace(variable, (_whole, rawName: string, byDefault?: string) => {
    const name = rawName.trim();
    if (special.has(name)) return asLiteral(name);
    const found = lookUp(scene, name);
    if (isUnknown(found)) failures.push(found);
    else if (found !== "absent" && !found.isArray) return asLiteral(found.values[0] ?? "");
    else if (byDefault !== undefined) return asLiteral(byDefault);
    else failures.push(undefined);
    return "";
  });
  return failures.includes(undefined) ? undefined : (failures[0] ?? filled);
};

const matchValue = (
  condition: Condition,
  wanted: string,
  actual: string,
  hasVariables: boolean,
  scene: Scene,
): Truth => {
  const operator = positive(condition.operator);
  const filled =
    hasVariables && /^(String|Arn)/.test(operator) ? fillVariables(wanted, scene) : wanted;
  if (filled === undefined) return false;
  if (isUnknown(filled)) return filled;
  if (forms.some(([own, isValue]) => own.test(operator) && !isValue(filled))) {
    return unknown("valueOfAnotherForm");
  }
  const isValidTo =
    operator.startsWith("Numeric") && canonicalName(condition.key) === "kms:validto";
  const told = isValidTo ? String(toNumberOrSeconds(actual)) : actual;
  return matches[operator]?.(filled, told) ?? unknown("operator");
};

const matchPresent = (
  condition: Condition,
  statement: Statement,
  found: Present,
  scene: Scene,
): Truth => {
  const { quantifier, operator, values } = condition;
  if (found.isArray && quantifier === "") return unknown("arrayWithoutSetOperator");
  // A set operator sees an empty string as an empty set (facts §5.5).
  const actual = quantifier === "" ? found.values : found.values.filter((value) => value !== "");
  const isNegated = positive(operator) !== operator;
  const each = actual.map((value) => {
    const hit = or(
      ...values.map((wanted) => matchValue(condition, wanted, value, statement.variables, scene)),
    );
    return isNegated ? not(hit) : hit;
  });
  return quantifier === "ForAnyValue" ? or(...each) : and(...each);
};

const matchAbsent = ({ quantifier, operator, ifExists }: Condition): boolean => {
  if (ifExists || quantifier === "ForAllValues") return true;
  return quantifier === "" && positive(operator) !== operator;
};

/** Keys that every request has: where their value is unknown, Null is decided all the same. */
const alwaysThere =
  /^(kms:(keyspec|keyusage|keyorigin|multiregion|encryptionalgorithm)|aws:(userid|principalarn|principaltype))$/;

/** Which ARN of another account asks is unknown, but not its account. */
const mayName = (operator: string, wanted: string, statement: Statement, scene: Scene): boolean => {
  const filled = statement.variables ? fillVariables(wanted, scene) : wanted;
  if (filled === undefined || isUnknown(filled)) return filled !== undefined;
  const account = filled.split(":")[4];
  if (account === undefined) return filled === "*" || /^String(Not)?Like/.test(operator);
  return /^String.*Equals/.test(operator)
    ? account === scene.caller.account
    : matchGlob(account, scene.caller.account);
};

const matchUnknown = (
  { operator, key, values }: Condition,
  statement: Statement,
  found: Unknown,
  scene: Scene,
): Truth => {
  const name = canonicalName(key);
  if (operator === "Null" && alwaysThere.test(name)) {
    return values.some((value) => value.toLowerCase() === "false");
  }
  const hasNoValue = values.every(
    (value) => statement.variables && fillVariables(value, scene) === undefined,
  );
  if (alwaysThere.test(name) && hasNoValue) return positive(operator) !== operator;
  if (name !== "aws:principalarn") return found;
  return values.some((value) => mayName(operator, value, statement, scene))
    ? found
    : positive(operator) !== operator;
};

/** Keys that key policies cannot hold; what RCPs and endpoint policies make of them is unknown. */
const isUndocumentedIn = ({ kind }: Statement, { key }: Condition): boolean =>
  ["key", "rcp", "endpoint"].includes(kind) &&
  /^(aws:resourcetag\/|kms:resourcetag|kms:resourcealiases$)/.test(canonicalName(key));

const isAboveAliasQuota = (condition: Condition, found: Found): boolean =>
  canonicalName(condition.key) === "kms:resourcealiases" &&
  typeof found === "object" &&
  "values" in found &&
  found.values.filter((alias) => !alias.startsWith("alias/aws/")).length > 50;

export const conditionHolds = (condition: Condition, statement: Statement, scene: Scene): Truth => {
  if (isUndocumentedIn(statement, condition)) return unknown("conditionKeyNotSupportedHere");
  const found = lookUp(scene, condition.key);
  if (isUnknown(found)) return matchUnknown(condition, statement, found, scene);
  if (isAboveAliasQuota(condition, found)) {
    return statement.effect === "Allow" ? false : unknown("aliasQuota");
  }
  if (condition.operator === "Null") {
    const isAbsent = String(found === "absent");
    return condition.values.some((value) => value.toLowerCase() === isAbsent);
  }
  return found === "absent"
    ? matchAbsent(condition)
    : matchPresent(condition, statement, found, scene);
};
