import { describe, expect, it } from "vitest";
import { compileConditionTest, resourceTest } from "../../../src/policy/condition-test.ts";
import { evaluateTest, open } from "../../../src/policy/evaluate-test.ts";
import { ABSENT, type Fact, known, LATER, UNKNOWN } from "../../../src/policy/fact.ts";
import type { Formula } from "../../../src/policy/formula.ts";
import { conditionOn, factsFrom, operatorNamed } from "./sample-test.ts";

/** `true`, `false`, `open`, the code of what is unknown, or the text of what is left. */
function wordOf(formula: Formula): string {
  if (formula.kind === "test") return "open";
  return formula.kind === "unknown" ? formula.code : formula.text;
}

type Told = Fact | string | readonly string[];
type Row = readonly [operator: string, values: readonly string[], told: Told, expected: string];

/** Tests of one context key. */
function table(what: string, key: string, rows: readonly Row[]): void {
  describe(what, () => {
    it.each(rows)("%s %j on %j: %s", (operator, values, told, expected) => {
      const facts = factsFrom({ [key]: told, "aws:PrincipalTag/team": "alpha" });
      expect(wordOf(evaluateTest(conditionOn(operator, key, ...values), facts))).toBe(expected);
    });
  });
}

const oneOf = (...values: readonly (string | null)[]): Fact => ({ kind: "unknown", oneOf: values });
const openOf = (...values: readonly string[]): Fact => ({ kind: "known", values, open: true });
const undocumented: Fact = { kind: "undocumented", code: "keyTagsUnreadable", reason: "why" };

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
table("a known single value", "aws:username", [
  ["StringEquals", ["a"], "a", "true"],
  ["StringEquals", ["a", "b"], "b", "true"],
  ["StringEquals", ["a", "b"], "c", "false"],
  ["StringEquals", [], "a", "false"],
  ["StringNotEquals", ["a", "b"], "c", "true"],
  ["StringNotEquals", ["a", "b"], "b", "false"],
  ["StringNotEquals", [], "a", "true"],
  ["StringEqualsIfExists", ["a"], "b", "false"],
  ["StringNotEqualsIfExists", ["a"], "a", "false"],
  ["StringEquals", [""], "", "true"],
  ["StringEquals", ["a"], ["a", "b"], "setOperatorMissing"],
  ["StringEquals", ["a"], known(), "false"],
  ["StringNotEquals", ["a"], known(), "true"],
  ["ForAnyValue:StringEquals", ["a"], "a", "true"],
  ["ForAllValues:StringEquals", ["a"], "b", "false"],
]);

table("a missing key", "aws:username", [
  ["StringEquals", ["a"], ABSENT, "false"],
  ["StringNotEquals", ["a"], ABSENT, "true"],
  ["StringEqualsIfExists", ["a"], ABSENT, "true"],
  ["ForAllValues:StringEquals", ["a"], ABSENT, "true"],
  ["ForAnyValue:StringNotEquals", ["a"], ABSENT, "false"],
  ["NumericEquals", ["seven"], ABSENT, "false"],
]);

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
table("a key with several values", "aws:TagKeys", [
  ["ForAllValues:StringEquals", ["a", "b"], ["a", "b"], "true"],
  ["ForAllValues:StringEquals", ["a", "b"], ["a", "c"], "false"],
  ["ForAllValues:StringEquals", ["a"], [""], "true"],
  ["ForAllValues:StringEquals", ["a"], ["a", ""], "true"],
  ["ForAllValues:StringNotEquals", ["a", "b"], ["c", "d"], "true"],
  ["ForAllValues:StringNotEquals", ["a", "b"], ["c", "b"], "false"],
  ["ForAnyValue:StringEquals", ["a", "b"], ["b", "c"], "true"],
  ["ForAnyValue:StringEquals", ["a", "b"], ["c", "d"], "false"],
  ["ForAnyValue:StringLike", ["*"], [""], "false"],
  ["ForAnyValue:StringNotEquals", ["a"], ["a", "b"], "true"],
  ["ForAnyValue:StringNotEquals", ["a"], ["a"], "false"],
  ["ForAllValues:StringLike", ["team-*"], ["team-a", "team-b"], "true"],
  ["StringEquals", ["a"], ["a"], "setOperatorMissing"],
  ["StringNotEquals", ["a"], ["a", "b"], "setOperatorMissing"],
]);

describe("several values without a set operator", () => {
  const textOf = (policy: string, ...values: readonly string[]) =>
    evaluateTest(
      conditionOn("StringEquals", "kms:ResourceAliases", policy),
      factsFrom({ "kms:ResourceAliases": values }),
    ).text;

  it("are another unknown when the policy has another value", () => {
    expect(textOf("alias/a", "alias/a", "alias/b")).not.toBe(
      textOf("alias/b", "alias/a", "alias/b"),
    );
  });

  it("are another unknown when a value comes that matches, or goes", () => {
    const text = textOf("alias/a", "alias/b");
    expect(textOf("alias/a", "alias/b", "alias/a")).not.toBe(text);
    expect(textOf("alias/a", "alias/a")).not.toBe(textOf("alias/a", "alias/a", "alias/b"));
  });

  it("are the same unknown when a value comes that does not match", () => {
    expect(textOf("alias/a", "alias/c", "alias/b")).toBe(textOf("alias/a", "alias/b"));
    expect(textOf("alias/a", "alias/b", "alias/a")).toBe(textOf("alias/a", "alias/a", "alias/b"));
  });
});

table("a key that may hold more values", "aws:TagKeys", [
  ["ForAllValues:StringEquals", ["a"], openOf("a"), "open"],
  ["ForAllValues:StringEquals", ["a"], openOf("b"), "false"],
  ["ForAnyValue:StringEquals", ["a"], openOf("b"), "open"],
  ["ForAnyValue:StringEquals", ["a"], openOf("a"), "true"],
  ["ForAnyValue:StringEquals", ["a"], openOf(), "open"],
  ["StringEquals", ["a"], openOf(), "open"],
  ["StringEquals", ["a"], openOf("a"), "setOperatorMissing"],
]);

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null
table("Null", "aws:username", [
  ["Null", ["true"], ABSENT, "true"],
  ["Null", ["false"], ABSENT, "false"],
  ["Null", ["true"], "a", "false"],
  ["Null", ["False"], "a", "true"],
  ["Null", ["TRUE"], ABSENT, "true"],
  ["Null", ["true", "false"], "a", "true"],
  ["Null", ["true", "false"], UNKNOWN, "true"],
  ["Null", ["true"], UNKNOWN, "open"],
  ["Null", ["false"], { kind: "unknown", present: true }, "true"],
  ["Null", ["true"], { kind: "unknown", prefix: "a" }, "false"],
  ["Null", ["true"], oneOf(null), "true"],
  ["Null", ["true"], oneOf("a", "b"), "false"],
  ["Null", ["true"], oneOf("a", null), "open"],
  ["Null", ["true"], known(), "true"],
  ["Null", ["true"], openOf(), "open"],
  ["Null", ["false"], openOf("a"), "true"],
  ["Null", ["true"], ["a", "b"], "false"],
  ["Null", ["perhaps"], "a", "valueMalformed"],
  ["Null", ["perhaps"], ABSENT, "valueMalformed"],
  ["Null", ["true", "perhaps"], ABSENT, "true"],
  ["Null", ["true", "perhaps"], "a", "valueMalformed"],
  ["Null", [], "a", "false"],
  ["Null", [], ABSENT, "false"],
  ["Null", ["true"], undocumented, "keyTagsUnreadable"],
]);

table("a key that is partly known", "kms:RequestAlias", [
  ["StringEquals", ["alias/a"], UNKNOWN, "open"],
  ["StringEquals", ["alias/a"], oneOf("alias/a", null), "open"],
  ["StringEquals", ["alias/c"], oneOf("alias/a", "alias/b", null), "false"],
  ["StringNotEquals", ["alias/c"], oneOf("alias/a", null), "true"],
  ["StringLike", ["alias/*"], oneOf("alias/a", "alias/b"), "true"],
  ["StringLike", ["alias/*"], oneOf(null), "false"],
  ["StringLike", ["alias/*"], oneOf(), "open"],
  ["StringLike", ["alias/*"], { kind: "unknown", prefix: "alias/" }, "true"],
  ["StringEquals", ["arn"], { kind: "unknown", prefix: "alias/" }, "false"],
  ["StringEquals", ["alias/${aws:PrincipalTag/team}"], oneOf("alias/alpha"), "true"],
  ["NumericEquals", ["x"], oneOf("alias/a"), "valueMalformed"],
  ["NumericEquals", ["x"], oneOf("alias/a", null), "open"],
]);

table("what is told later, never or not at all", "kms:ResourceAliases", [
  ["ForAnyValue:StringEquals", ["alias/a"], LATER, "open"],
  ["ForAnyValue:StringEquals", ["alias/a"], { kind: "never" }, "false"],
  ["ForAllValues:StringNotEquals", ["alias/a"], { kind: "never" }, "false"],
  ["Null", ["true"], { kind: "never" }, "false"],
  ["ForAnyValue:StringEquals", ["alias/a"], undocumented, "keyTagsUnreadable"],
]);

table("a value that the operator cannot read", "aws:MultiFactorAuthAge", [
  ["NumericEquals", ["seven"], "7", "valueMalformed"],
  ["NumericEquals", ["seven", "7"], "7", "true"],
  ["NumericNotEquals", ["seven"], "7", "valueMalformed"],
  ["NumericNotEquals", ["seven", "7"], "7", "false"],
  ["ForAnyValue:NumericEquals", ["seven", "7"], ["8", "7"], "true"],
  ["ForAllValues:NumericEquals", ["seven", "7"], ["7", "8"], "valueMalformed"],
  ["NumericEquals", ["seven"], UNKNOWN, "open"],
  ["NumericEquals", ["7"], "seven", "false"],
  ["NumericNotEquals", ["7"], "seven", "true"],
]);

table("a policy variable", "aws:ResourceTag/team", [
  ["StringEquals", ["${aws:PrincipalTag/team}"], "alpha", "true"],
  ["StringEquals", ["${aws:PrincipalTag/team}"], "beta", "false"],
  ["StringNotEquals", ["${aws:PrincipalTag/team}"], "beta", "true"],
  ["StringEquals", ["${aws:PrincipalTag/none}"], "alpha", "false"],
  ["StringNotEquals", ["${aws:PrincipalTag/none}"], "alpha", "true"],
  ["StringNotLike", ["${aws:PrincipalTag/none}", "al*"], "alpha", "false"],
  ["StringEquals", ["${aws:PrincipalTag/none, 'alpha'}"], "alpha", "true"],
  ["StringEquals", ["${aws:PrincipalTag/team}"], UNKNOWN, "open"],
  ["StringEquals", ["${aws:PrincipalTag/none}"], { kind: "unknown", present: true }, "false"],
]);

describe("a variable that is not known", () => {
  const key = "aws:ResourceTag/team";
  const variable = "${aws:PrincipalTag/team}";
  const decide = (operator: string, values: readonly string[], team: Fact, told: Told = "alpha") =>
    wordOf(
      evaluateTest(
        conditionOn(operator, key, ...values),
        factsFrom({ [key]: told, "aws:PrincipalTag/team": team }),
      ),
    );

  it.each([
    [UNKNOWN, "open"],
    [LATER, "open"],
    [undocumented, "keyTagsUnreadable"],
  ] as const)("leaves the test open or unknown: %j", (team, expected) => {
    expect(decide("StringEquals", [variable], team)).toBe(expected);
    expect(decide("StringNotEquals", [variable], team)).toBe(expected);
  });

  it("does not hide another value that matches", () => {
    expect(decide("StringEquals", [variable, "alpha"], UNKNOWN)).toBe("true");
    expect(decide("StringNotEquals", ["alpha", variable], undocumented)).toBe("false");
    expect(decide("StringEquals", [variable, "beta"], UNKNOWN)).toBe("open");
  });

  it("stays open before it stays unknown", () => {
    const values = [variable, "${aws:PrincipalTag/other}"];
    const facts = factsFrom({
      [key]: "alpha",
      "aws:PrincipalTag/team": undocumented,
      "aws:PrincipalTag/other": UNKNOWN,
    });
    expect(wordOf(evaluateTest(conditionOn("StringEquals", key, ...values), facts))).toBe("open");
  });

  it("stays open while the key itself is unknown", () => {
    expect(decide("StringEquals", [variable], undocumented, UNKNOWN)).toBe("open");
    expect(decide("StringEquals", ["${aws:PrincipalTag/none}"], UNKNOWN, UNKNOWN)).toBe("false");
  });
});

describe("what stays open", () => {
  it("has its known variables filled in", () => {
    const test = conditionOn(
      "StringEquals",
      "kms:EncryptionContext:team",
      "${aws:PrincipalTag/team}",
    );
    const facts = factsFrom({
      "kms:EncryptionContext:team": UNKNOWN,
      "aws:PrincipalTag/team": "alpha",
    });
    expect(evaluateTest(test, facts)).toMatchObject({ test: { values: ["alpha"] } });
  });

  it("tells the malformed value", () => {
    const test = conditionOn("DateLessThan", "aws:CurrentTime", "tomorrow");
    expect(evaluateTest(test, factsFrom({ "aws:CurrentTime": "2026-11-21" }))).toMatchObject({
      kind: "unknown",
      reason:
        "the condition `DateLessThan` on `aws:CurrentTime` has the value `tomorrow`, which the operator cannot read",
    });
  });

  it("is an unknown of its own for each test of the same unreadable part", () => {
    const facts = factsFrom({ "aws:ResourceTag/team": undocumented });
    const texts = ["a", "b"].map(
      (value) =>
        evaluateTest(conditionOn("StringEquals", "aws:ResourceTag/team", value), facts).text,
    );
    expect(new Set(texts).size).toBe(2);
  });
});

describe("variables under Version 2008-10-17", () => {
  it("are text", () => {
    const test = compileConditionTest(
      operatorNamed("StringEquals"),
      "aws:ResourceTag/team",
      ["${aws:PrincipalTag/team}"],
      false,
    );
    const decide = (team: string) =>
      wordOf(
        evaluateTest(
          test,
          factsFrom({ "aws:ResourceTag/team": team, "aws:PrincipalTag/team": "alpha" }),
        ),
      );
    expect(decide("alpha")).toBe("false");
    expect(decide("${aws:PrincipalTag/team}")).toBe("true");
  });
});

describe("a test of the request's resource", () => {
  const arn = "arn:aws:kms:us-west-2:111122223333:key/alpha";
  it.each([
    ["arn:aws:kms:*:*:key/${aws:PrincipalTag/team}", "true"],
    ["arn:aws:kms:*:*:key/${aws:PrincipalTag/none}", "false"],
    ["arn:aws:kms:*:*:key/x${aws:PrincipalTag/team}", "false"],
  ])("%s: %s", (written, expected) => {
    const facts = factsFrom({ "aws:PrincipalTag/team": "alpha", resource: "elsewhere" });
    expect(evaluateTest(resourceTest(arn, written), facts).kind).toBe(expected);
  });
});

describe("open", () => {
  it("is the test itself", () => {
    const test = conditionOn("StringEquals", "aws:username", "a");
    expect(open(test)).toEqual({ kind: "test", text: test.text, test });
  });
});
