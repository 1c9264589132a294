import { describe, expect, it } from "vitest";
import { whenAbsent } from "../../../src/policy/missing-key.ts";
import { conditionOn } from "./sample-test.ts";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
describe("a context key that is absent", () => {
  it.each([
    ["StringEquals", false],
    ["StringNotEquals", true],
    ["StringLike", false],
    ["StringNotLike", true],
    ["NumericLessThan", false],
    ["NumericNotEquals", true],
    ["DateGreaterThan", false],
    ["DateNotEquals", true],
    ["Bool", false],
    ["BinaryEquals", false],
    ["IpAddress", false],
    ["NotIpAddress", true],
    ["ArnLike", false],
    ["ArnNotEquals", true],
    ["StringEqualsIfExists", true],
    ["StringNotEqualsIfExists", true],
    ["BoolIfExists", true],
    ["ForAllValues:StringEquals", true],
    ["ForAllValues:StringNotEquals", true],
    ["ForAnyValue:StringEquals", false],
    ["ForAnyValue:StringNotEquals", false],
    ["ForAnyValue:StringEqualsIfExists", true],
    ["ForAllValues:StringNotEqualsIfExists", true],
  ])("%s: %j", (operator, expected) => {
    expect(whenAbsent(conditionOn(operator, "aws:username", "a"))).toBe(expected);
  });
});
