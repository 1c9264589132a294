import { describe, expect, it } from "vitest";
import { valuesToldApart } from "../../../../src/kms/evaluate/equality-plan.ts";
import { type ConditionTest, resourceTest } from "../../../../src/policy/condition-test.ts";
import type { Fact } from "../../../../src/policy/fact.ts";
import { literalInPattern } from "../../../../src/policy/policy-variable.ts";
import { conditionOn, factsFrom } from "../../policy/sample-test.ts";

const team = "aws:principaltag/team";
const ownTeam = "${aws:PrincipalTag/team}";
const facts = factsFrom({
  "aws:ResourceTag/team": "beta",
  // What a request tells of a key of this name is not the resource.
  Resource: "beta",
  "aws:ResourceTag/starred": literalInPattern("a*"),
  "aws:TagKeys": { kind: "known", values: ["stage"], open: true } as Fact,
  "aws:RequestTag/team": { kind: "unknown" } as Fact,
});
const apart = (...tests: readonly ConditionTest[]) => {
  const values = valuesToldApart(team, tests, facts);
  return values === null ? null : [...values];
};
const on = (operator: string, key: string, ...values: readonly string[]) =>
  conditionOn(operator, key, ...values);

describe("the values of a context key that tests tell from others", () => {
  it.each<readonly [what: string, tests: readonly ConditionTest[], values: readonly string[]]>([
    ["no test", [], []],
    ["StringEquals", [on("StringEquals", team, "a", "b")], ["a", "b"]],
    ["StringNotEquals", [on("StringNotEquals", team, "a")], ["a"]],
    ["ForAnyValue", [on("ForAnyValue:StringEquals", team, "a")], ["a"]],
    ["two tests", [on("StringEquals", team, "a"), on("StringNotEquals", team, "b")], ["a", "b"]],
    ["a variable", [on("StringEquals", "aws:ResourceTag/team", ownTeam)], ["beta"]],
    ["a variable in a pattern", [on("StringLike", "aws:ResourceTag/team", ownTeam)], ["beta"]],
    [
      "a variable that must differ",
      [on("StringNotLike", "aws:ResourceTag/team", ownTeam)],
      ["beta"],
    ],
    [
      "a variable beside text",
      [on("StringEquals", "aws:ResourceTag/team", "any", ownTeam)],
      ["beta"],
    ],
  ])("%s", (_, tests, values) => {
    expect(apart(...tests)).toEqual(values);
  });

  it.each<readonly [what: string, test: ConditionTest]>([
    ["a pattern", on("StringLike", team, "a*")],
    ["no case", on("StringEqualsIgnoreCase", team, "a")],
    ["a number", on("NumericEquals", team, "1")],
    ["whether it is there", on("Null", team, "true")],
    ["another variable", on("StringEquals", team, "${aws:username}")],
    ["a protected character", on("StringEquals", team, literalInPattern("a*"))],
    ["a protected character beside a value", on("StringEquals", team, "b", literalInPattern("a*"))],
    [
      "the variable beside more than it",
      on("StringEquals", "aws:ResourceTag/team", ownTeam, `${ownTeam}-x`),
    ],
    ["two variables", on("StringEquals", "aws:ResourceTag/team", ownTeam, `${ownTeam}`)],
    ["more than the variable", on("StringEquals", "aws:ResourceTag/team", `${ownTeam}-x`)],
    ["another key's variable", on("StringEquals", "aws:ResourceTag/team", "${aws:username}")],
    ["text alone", on("StringEquals", "aws:ResourceTag/team", "a")],
    ["literal forms alone", on("StringEquals", "aws:ResourceTag/team", "${*}")],
    ["a variable without case", on("StringEqualsIgnoreCase", "aws:ResourceTag/team", ownTeam)],
    ["a value with a protected character", on("StringLike", "aws:ResourceTag/starred", ownTeam)],
    ["a key that may hold more", on("ForAnyValue:StringEquals", "aws:TagKeys", ownTeam)],
    ["a key that is not known", on("StringEquals", "aws:RequestTag/team", ownTeam)],
    ["a key that is absent", on("StringEquals", "aws:RequestTag/none", ownTeam)],
    ["the resource", { ...resourceTest("arn", ownTeam), operator: on("StringLike", "a").operator }],
  ])("are not told by a test of %s", (_, test) => {
    expect(apart(test)).toBeNull();
    expect(apart(on("StringEquals", team, "a"), test)).toBeNull();
  });
});
