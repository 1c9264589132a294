import fc from "fast-check";
import { type ComparedAs, type ContextKey, contextKeys } from "./context-keys.ts";
import { arnPatternOf, patternOf, recased, weighted } from "./near-hits.ts";

/** Which kind of policy a generated document is. */
export type PolicyKind = "identity" | "key" | "scp" | "rcp" | "endpoint";

export type ConditionElement = Record<string, Record<string, unknown>>;

interface Test {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly unknown[];
}

const operators: Readonly<Record<ComparedAs, readonly string[]>> = {
  string: [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
  ],
  arn: ["ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals"],
  numeric: [
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
  ],
  date: [
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
  ],
  bool: ["Bool"],
  binary: ["BinaryEquals"],
  ip: ["IpAddress", "NotIpAddress"],
};

/** Every condition operator that policies may hold. */
export const allOperators: readonly string[] = [...Object.values(operators).flat(), "Null"];

const variables = fc.constantFrom(
  "${aws:username}",
  "${aws:PrincipalTag/team}",
  "${aws:PrincipalTag/none}",
  "${aws:PrincipalTag/none, 'Alpha'}",
  "${kms:EncryptionContext:app}",
  "${aws:PrincipalAccount}",
  "${*}",
  "${aws:TagKeys}",
);

const ranges = (address: string): fc.Arbitrary<string> =>
  fc
    .constantFrom(...(address.includes(":") ? [128, 64, 48, 32, 0] : [32, 25, 24, 31, 16, 0]))
    .map((length) => `${address}/${length}`);

/** Which session of a role asks is not told where the role is the principal: patterns leave it open whole. */
const wildcards = (text: string, as: ComparedAs): fc.Arbitrary<string> => {
  if (text.startsWith("AROA")) return fc.constantFrom("AROAEXAMPLEAPP:*", "AROA*", "A?OAEXAMPLE*");
  return as === "arn" || text.startsWith("arn:") ? arnPatternOf(text) : patternOf(text);
};

/** A value of the policy near the value that a request may have. */
const wantedFor = (operator: string, as: ComparedAs, value: string): fc.Arbitrary<unknown> => {
  const itself = fc.constant(value);
  if (as === "ip") return fc.oneof(itself, ranges(value));
  if (as === "numeric")
    return fc.oneof(itself, fc.constant(/^[\d.]+$/.test(value) ? Number(value) : value));
  if (as === "bool") return fc.oneof(itself, fc.constant(value === "true"), recased(value));
  if (as === "date" || as === "binary") return itself;
  const varied: fc.Arbitrary<unknown> = fc
    .tuple(fc.constantFrom("", "", "A", "job-"), variables)
    .map(([head, variable]) => head + variable);
  if (operator.endsWith("IgnoreCase"))
    return weighted<unknown>([4, itself], [5, recased(value)], [1, varied]);
  if (operator.endsWith("Like") || as === "arn")
    return weighted<unknown>([4, itself], [5, wildcards(value, as)], [1, varied]);
  return weighted<unknown>([18, itself], [1, wildcards(value, as)], [2, varied]);
};

const quantified = (key: ContextKey): fc.Arbitrary<string> =>
  key.isArray
    ? fc.oneof(
        { weight: 24, arbitrary: fc.constant("ForAnyValue:") },
        { weight: 24, arbitrary: fc.constant("ForAllValues:") },
        { weight: 1, arbitrary: fc.constant("") },
      )
    : fc.oneof(
        { weight: 24, arbitrary: fc.constant("") },
        { weight: 1, arbitrary: fc.constant("ForAnyValue:") },
        { weight: 1, arbitrary: fc.constant("ForAllValues:") },
      );

const isUndocumented = (kind: PolicyKind, { isAbac }: ContextKey): boolean =>
  isAbac === true && (kind === "key" || kind === "rcp" || kind === "endpoint");

const keyOf = (kind: PolicyKind, fits: (key: ContextKey) => boolean): fc.Arbitrary<ContextKey> =>
  fc.oneof(
    ...contextKeys.filter(fits).map((key) => ({
      weight: isUndocumented(kind, key) ? 1 : key.weight * 20,
      arbitrary: fc.constant(key),
    })),
  );

const named = ({ name }: ContextKey): fc.Arbitrary<string> =>
  weighted([30, fc.constant(name)], [1, recased(name)]);

const comparison = (kind: PolicyKind, as: ComparedAs): fc.Arbitrary<Test> =>
  keyOf(kind, (key) => key.as.includes(as)).chain((key) =>
    fc.constantFrom(...operators[as]).chain((operator) =>
      fc.record({
        operator: fc
          .tuple(quantified(key), fc.constantFrom("", "", "", "", "", "IfExists"))
          .map(([quantifier, ifExists]) => `${quantifier}${operator}${ifExists}`),
        key: named(key),
        values: fc.array(
          fc.constantFrom(...key.values).chain((value) => wantedFor(operator, as, value)),
          { minLength: 1, maxLength: 2 },
        ),
      }),
    ),
  );

const absence = (kind: PolicyKind): fc.Arbitrary<Test> =>
  keyOf(kind, () => true).chain((key) =>
    fc.record({
      operator: fc.constant("Null"),
      key: named(key),
      values: fc.constantFrom(["true"], ["false"], [true], [false], ["true", "false"]),
    }),
  );

const test = (kind: PolicyKind): fc.Arbitrary<Test> =>
  weighted(
    [24, comparison(kind, "string")],
    [14, comparison(kind, "arn")],
    [17, comparison(kind, "numeric")],
    [17, comparison(kind, "date")],
    [6, comparison(kind, "bool")],
    [4, comparison(kind, "binary")],
    [8, comparison(kind, "ip")],
    [5, absence(kind)],
  );

/** A Condition element of one or two tests; undefined: none. */
export const conditionOf = (
  kind: PolicyKind,
  weights: { readonly none: number; readonly one: number; readonly two: number },
): fc.Arbitrary<ConditionElement | undefined> => {
  const one = test(kind);
  return weighted<readonly Test[]>(
    [weights.none, fc.constant([])],
    [weights.one, fc.tuple(one)],
    [weights.two, fc.tuple(one, one)],
  ).map((tests) => {
    if (tests.length === 0) return undefined;
    const element: ConditionElement = {};
    for (const { operator, key, values } of tests) {
      const block = element[operator] ?? {};
      // A key that differs by case only would be told twice, which AWS refuses.
      const told = Object.keys(block).find((name) => name.toLowerCase() === key.toLowerCase());
      block[told ?? key] = values.length === 1 ? values[0] : values;
      element[operator] = block;
    }
    return element;
  });
};
