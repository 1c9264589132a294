import { describe, expect, it } from "vitest";
import { resourceTest, variablesOf } from "../../../src/policy/condition-test.ts";
import { evaluateTest } from "../../../src/policy/evaluate-test.ts";
import { type Fact, UNKNOWN } from "../../../src/policy/fact.ts";
import { fillVariables } from "../../../src/policy/fill-variables.ts";
import { conditionOn, factsFrom } from "./sample-test.ts";

const unread: Fact = { kind: "undocumented", code: "principalTagsUnreadable", reason: "why" };
const facts = factsFrom({
  "aws:username": "mallory",
  "aws:PrincipalTag/star": "a*b?${c}",
  "aws:PrincipalTag/unknown": UNKNOWN,
  "aws:PrincipalTag/unread": unread,
});

const filled = (operator: string, ...values: readonly string[]) =>
  fillVariables(conditionOn(operator, "kms:EncryptionContext:app", ...values), facts);

describe("fillVariables", () => {
  it.each([
    ["StringEquals", ["${aws:username}"], ["mallory"]],
    ["StringLike", ["${aws:username}-*"], ["mallory-*"]],
    ["StringEquals", ["${aws:PrincipalTag/none, 'x'}"], ["x"]],
    ["StringEquals", ["a", "${aws:PrincipalTag/none}"], ["a"]],
    ["StringEquals", ["${aws:PrincipalTag/none}"], []],
    [
      "StringEquals",
      ["${aws:username}/${aws:PrincipalTag/unknown, 'x'}"],
      ["mallory/${aws:PrincipalTag/unknown, 'x'}"],
    ],
    [
      "StringEquals",
      ["${aws:username}${aws:PrincipalTag/unread}"],
      ["mallory${aws:PrincipalTag/unread}"],
    ],
    ["StringEquals", ["${aws:PrincipalTag/star}"], ["a*b?${$}{c}"]],
    ["StringLike", ["${aws:PrincipalTag/star}*"], ["a${*}b${?}${$}{c}*"]],
    ["ArnEquals", ["${aws:PrincipalTag/star}*"], ["a${*}b${?}${$}{c}*"]],
    ["StringNotLike", ["${*}${aws:username}"], ["${*}mallory"]],
    ["StringEquals", ["${*}${aws:username}"], ["*mallory"]],
  ])("%s of %j: %j", (operator, values, expected) => {
    expect(filled(operator, ...values).values).toEqual(expected);
  });

  it("leaves a test alone in which nothing is known", () => {
    for (const value of ["plain", "${aws:PrincipalTag/unknown}", "${*}"]) {
      const test = conditionOn("StringLike", "kms:EncryptionContext:app", value);
      expect(fillVariables(test, facts)).toBe(test);
    }
  });

  it("leaves open what is not known", () => {
    const test = filled("StringEquals", "${aws:username}/${aws:PrincipalTag/unknown}");
    expect(variablesOf(test)).toEqual(["aws:principaltag/unknown"]);
  });

  it("makes other tests of other values, and one of equal values", () => {
    const test = conditionOn("StringEquals", "kms:EncryptionContext:app", "${aws:username}");
    const as = (name: string) => fillVariables(test, factsFrom({ "aws:username": name }));
    expect(as("mallory").text).not.toBe(as("app").text);
    expect(as("mallory").text).toBe(as("mallory").text);
    expect(as("mallory").text).not.toBe(test.text);
  });

  it("decides like the test that it was made of", () => {
    const test = conditionOn(
      "StringLike",
      "kms:EncryptionContext:app",
      "${aws:PrincipalTag/star}x*",
    );
    for (const [value, expected] of [
      ["a*b?${c}xy", "true"],
      ["a*bz${c}xy", "false"],
      ["aab?${c}xy", "false"],
    ] as const) {
      const told = factsFrom({
        "kms:EncryptionContext:app": value,
        "aws:PrincipalTag/star": "a*b?${c}",
      });
      expect(evaluateTest(test, told).kind).toBe(expected);
      const alone = factsFrom({ "kms:EncryptionContext:app": value });
      expect(evaluateTest(fillVariables(test, facts), alone).kind).toBe(expected);
    }
  });

  it("keeps a Resource's text apart", () => {
    const arn = "arn:aws:kms:us-west-2:111122223333:key/a";
    const test = fillVariables(
      resourceTest(arn, "arn:aws:kms:*:*:key/${aws:username}${aws:PrincipalTag/unknown}"),
      facts,
    );
    expect(test).toMatchObject({
      subject: arn,
      values: ["arn:aws:kms:*:*:key/mallory${aws:PrincipalTag/unknown}"],
    });
    expect(test.text).toContain(arn);
  });
});
