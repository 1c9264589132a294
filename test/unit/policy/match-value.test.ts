import { describe, expect, it, vi } from "vitest";
import {
  isReadableValue,
  matchValue,
  parseDate,
  parseNumber,
} from "../../../src/policy/match-value.ts";
import { literalInPattern } from "../../../src/policy/policy-variable.ts";
import { operatorNamed } from "./sample-test.ts";

type Row = readonly [pattern: string, value: string, expected: boolean];

/** The operators of one table compare alike; the caller negates. */
function table(operators: readonly string[], rows: readonly Row[]): void {
  describe.each(operators)("%s", (operator) => {
    it.each(rows)("%j and %j: %j", (pattern, value, expected) => {
      expect(matchValue(operator, pattern, value)).toBe(expected);
    });
  });
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
table(
  ["StringEquals", "StringNotEquals"],
  [
    ["team-a", "team-a", true],
    ["team-a", "Team-A", false],
    ["team-*", "team-a", false],
    ["team-*", "team-*", true],
    [literalInPattern("team-*"), "team-*", true],
    [literalInPattern("team-?"), "team-a", false],
    ["", "", true],
    ["", "a", false],
  ],
);

table(
  ["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
  [
    ["team-a", "TEAM-A", true],
    ["TEAM-a", "team-A", true],
    ["team-*", "team-a", false],
    [literalInPattern("Team-*"), "team-*", true],
    ["team-a", "team-b", false],
  ],
);

table(
  ["StringLike", "StringNotLike"],
  [
    ["team-*", "team-a", true],
    ["team-*", "Team-a", false],
    ["team-?", "team-ab", false],
    ["*", "a/b:c", true],
    ["alias/prod-*", "alias/prod-payroll", true],
    [literalInPattern("team-*"), "team-*", true],
    [literalInPattern("team-*"), "team-a", false],
    [`${literalInPattern("a*")}*`, "a*b", true],
    [`${literalInPattern("a*")}*`, "abb", false],
  ],
);

const role = "arn:aws:iam::111122223333:role/app";
table(
  ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"],
  [
    [role, role, true],
    ["arn:aws:iam::111122223333:role/*", role, true],
    ["arn:aws:iam::*:role/app", role, true],
    ["arn:aws:iam::*", role, false],
    ["arn:aws:iam::111122223333:role/APP", role, false],
    [literalInPattern("arn:aws:iam::111122223333:role/*"), role, false],
    [
      `arn:aws:iam::111122223333:role/${literalInPattern("a*")}*`,
      "arn:aws:iam::111122223333:role/a*b",
      true,
    ],
    ["arn:aws:iam::111122223333:role/*", "app", false],
  ],
);

table(
  ["Bool"],
  [
    ["true", "true", true],
    ["True", "TRUE", true],
    ["false", "false", true],
    ["true", "false", false],
    ["false", "true", false],
    ["true", "yes", false],
    ["yes", "yes", false],
    ["truer", "truer", false],
    ["untrue", "untrue", false],
  ],
);

table(
  ["BinaryEquals"],
  [
    ["QmluYXJ5", "QmluYXJ5", true],
    ["QmluYXJ5", "QmluYXJ6", false],
    ["QQ==", "QQ", true],
    ["qmluyxj5", "QmluYXJ5", false],
    ["not base64!", "not base64!", false],
    ["QmluYXJ5", "not base64!", false],
  ],
);

table(
  ["IpAddress", "NotIpAddress"],
  [
    ["203.0.113.0/24", "203.0.113.7", true],
    ["203.0.113.0/24", "203.0.114.7", false],
    ["0.0.0.0/0", "203.0.113.7", true],
    ["::/0", "203.0.113.7", false],
    ["203.0.113.0/24", "no address", false],
    ["no range", "203.0.113.7", false],
  ],
);

const numbers: readonly (readonly [string, string, number])[] = [
  ["10", "9", -1],
  ["10", "10", 0],
  ["10", "10.0", 0],
  ["10", "1e1", 0],
  ["-3", "-3", 0],
  ["-3", "-4", -1],
  ["10", "11", 1],
  ["0.5", ".75", 1],
];
const dates: readonly (readonly [string, string, number])[] = [
  ["2026-11-21T09:00:00Z", "2026-11-21T08:59:59Z", -1],
  ["2026-11-21T09:00:00Z", "2026-11-21T10:00:00+01:00", 0],
  ["2026-11-21T09:00:00Z", "2026-11-21T10:00:00+0100", 0],
  ["2026-11-21T09:00:00Z", "2026-11-21T09:00:00", 0],
  ["2026-11-21", "2026-11-21T00:00:00Z", 0],
  ["2026-11", "2026-11-01", 0],
  ["1795251600", "2026-11-21T09:00:00Z", 0],
  ["2026-11-21T09:00Z", "2026-11-21T09:00:00.001Z", 1],
];
const comparisons: readonly (readonly [string, (order: number) => boolean])[] = [
  ["Equals", (order) => order === 0],
  ["NotEquals", (order) => order === 0],
  ["LessThan", (order) => order < 0],
  ["LessThanEquals", (order) => order <= 0],
  ["GreaterThan", (order) => order > 0],
  ["GreaterThanEquals", (order) => order >= 0],
];
for (const [comparison, holds] of comparisons) {
  for (const [type, rows] of [
    ["Numeric", numbers],
    ["Date", dates],
  ] as const) {
    table(
      [`${type}${comparison}`],
      [
        ...rows.map(([pattern, value, order]): Row => [pattern, value, holds(order)]),
        ["no value", "10", false],
        ["10", "no value", false],
        ["10", "", false],
      ],
    );
  }
}

describe("numbers and dates", () => {
  it("a date of the request, but none of the policy, is a number", () => {
    const [date, seconds] = ["2026-11-21T09:00:00Z", "1795251600"];
    expect(matchValue("NumericEquals", seconds, date)).toBe(true);
    expect(matchValue("NumericEquals", date, seconds)).toBe(false);
    expect(matchValue("NumericEquals", date, date)).toBe(false);
  });

  it.each([
    ["7", 7],
    [" 7 ", 7],
    ["+7.5", 7.5],
    ["-7.", -7],
    [".5", 0.5],
    ["1e3", 1000],
    ["1E-1", 0.1],
    ["1e10", 10_000_000_000],
    ["2026-11-21T09:00:00Z", 1795251600],
    ["7a", Number.NaN],
    ["0x10", Number.NaN],
    ["2026-11-21", Number.NaN],
    ["Tuesday", Number.NaN],
    ["", Number.NaN],
    [".", Number.NaN],
    ["Infinity", Number.NaN],
  ])("the number %j: %j", (text, expected) => {
    expect(parseNumber(text)).toBe(expected);
  });

  it.each([
    ["1795251600", 1795251600],
    ["1795251600.5", 1795251600.5],
    [" 2026-11-21T09:00:00Z ", 1795251600],
    ["2026-11-21T09:00:00.500Z", 1795251600.5],
    ["2026-11-21T04:00:00-05:00", 1795251600],
    ["0012-05-06", -61777641600],
    ["2026", 2026],
    ["2026-13-01", Number.NaN],
    ["2026-11-21 09:00:00", Number.NaN],
    ["21/11/2026", Number.NaN],
    ["2026-11-21T9:00", Number.NaN],
    ["", Number.NaN],
  ])("the date %j: %j", (text, expected) => {
    expect(parseDate(text)).toBe(expected);
  });

  // https://www.w3.org/TR/NOTE-datetime
  it.each(["2026", "2026-11", "2026-11-21", "2026-11-21T09:00", "2026-11-21T09:00:00.5"])(
    "the date %s is one of UTC wherever it is read",
    (text) => {
      const here = parseDate(text);
      vi.stubEnv("TZ", "Asia/Tokyo");
      expect(new Date(0).getTimezoneOffset()).toBe(-540);
      expect(parseDate(text)).toBe(here);
      vi.unstubAllEnvs();
    },
  );
});

describe("isReadableValue", () => {
  it.each([
    ["NumericEquals", "7", true],
    ["NumericLessThan", "2026-11-21T09:00:00Z", false],
    ["NumericEquals", "seven", false],
    ["DateLessThan", "2026-11-21T09:00:00Z", true],
    ["DateLessThan", "1795251600", true],
    ["DateLessThan", "tomorrow", false],
    ["Bool", "TRUE", true],
    ["Bool", "false", true],
    ["Bool", "1", false],
    ["Bool", "truely", false],
    ["Null", "False", true],
    ["Null", "", false],
    ["IpAddress", "203.0.113.0/24", true],
    ["NotIpAddress", "203.0.113.0/40", false],
    ["BinaryEquals", "QQ==", true],
    ["BinaryEquals", "Q!", false],
    ["StringEquals", "", true],
    ["ArnLike", "no arn", true],
  ])("%s and %j: %j", (operator, value, expected) => {
    expect(isReadableValue(operatorNamed(operator), value)).toBe(expected);
  });
});
