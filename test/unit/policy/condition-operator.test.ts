import { describe, expect, it } from "vitest";
import { parseConditionOperator } from "../../../src/policy/condition-operator.ts";

const bases = [
  ["StringEquals", "string", false],
  ["StringNotEquals", "string", true],
  ["StringEqualsIgnoreCase", "string", false],
  ["StringNotEqualsIgnoreCase", "string", true],
  ["StringLike", "string", false],
  ["StringNotLike", "string", true],
  ["NumericEquals", "numeric", false],
  ["NumericNotEquals", "numeric", true],
  ["NumericLessThan", "numeric", false],
  ["NumericLessThanEquals", "numeric", false],
  ["NumericGreaterThan", "numeric", false],
  ["NumericGreaterThanEquals", "numeric", false],
  ["DateEquals", "date", false],
  ["DateNotEquals", "date", true],
  ["DateLessThan", "date", false],
  ["DateLessThanEquals", "date", false],
  ["DateGreaterThan", "date", false],
  ["DateGreaterThanEquals", "date", false],
  ["Bool", "bool", false],
  ["BinaryEquals", "binary", false],
  ["IpAddress", "ip", false],
  ["NotIpAddress", "ip", true],
  ["ArnEquals", "arn", false],
  ["ArnLike", "arn", false],
  ["ArnNotEquals", "arn", true],
  ["ArnNotLike", "arn", true],
] as const;

describe("parseConditionOperator", () => {
  it.each(bases)("knows %s", (base, type, negated) => {
    const plain = { base, type, negated, ifExists: false, set: null };
    expect(parseConditionOperator(base)).toEqual({ ...plain, written: base });
    expect(parseConditionOperator(`${base}IfExists`)).toEqual({
      ...plain,
      ifExists: true,
      written: `${base}IfExists`,
    });
    for (const set of ["ForAllValues", "ForAnyValue"] as const) {
      expect(parseConditionOperator(`${set}:${base}`)).toEqual({
        ...plain,
        set,
        written: `${set}:${base}`,
      });
    }
    expect(parseConditionOperator(`ForAnyValue:${base}IfExists`)).toMatchObject({
      base,
      set: "ForAnyValue",
      ifExists: true,
    });
  });

  it("knows Null, without IfExists", () => {
    expect(parseConditionOperator("Null")).toMatchObject({ type: "null", negated: false });
    expect(parseConditionOperator("NullIfExists")).toBeNull();
  });

  it.each([
    "StringEqual",
    "stringEquals",
    "StringEqualsifexists",
    "IfExists",
    "",
    "ForAllValues",
    "ForAllValues:",
    "ForSomeValue:StringEquals",
    "ForAnyValue::StringEquals",
    "toString",
    "__proto__",
  ])("knows no %j", (written) => {
    expect(parseConditionOperator(written)).toBeNull();
  });
});
