import { describe, expect, it } from "vitest";
import {
  compileConditionTest,
  resourceTest,
  testText,
  variablesOf,
} from "../../../src/policy/condition-test.ts";
import { conditionOn, operatorNamed } from "./sample-test.ts";

const withTag = "${aws:PrincipalTag/team}";

describe("compileConditionTest", () => {
  it("spells the key as AWS does and looks it up in lower case", () => {
    expect(conditionOn("StringEquals", "AWS:principalTAG/Team", "a")).toMatchObject({
      key: "aws:PrincipalTag/Team",
      lookup: "aws:principaltag/team",
      values: ["a"],
      templates: null,
      malformed: null,
    });
  });

  it("has one text for the same test, whatever the order of values and the key's case", () => {
    const one = conditionOn("StringEquals", "aws:username", "a", "b");
    expect(conditionOn("StringEquals", "AWS:UserName", "b", "a").text).toBe(one.text);
    for (const other of [
      conditionOn("StringLike", "aws:username", "a", "b"),
      conditionOn("StringEqualsIfExists", "aws:username", "a", "b"),
      conditionOn("StringEquals", "aws:userid", "a", "b"),
      conditionOn("StringEquals", "aws:username", "a"),
    ]) {
      expect(other.text).not.toBe(one.text);
    }
  });

  it("tells a variable from the same text under Version 2008-10-17", () => {
    const operator = operatorNamed("StringEquals");
    const templated = compileConditionTest(operator, "aws:username", [withTag], true);
    const literal = compileConditionTest(operator, "aws:username", [withTag], false);
    expect(literal.templates).toBeNull();
    expect(templated.templates).not.toBeNull();
    expect(templated.text).not.toBe(literal.text);
  });

  it.each([
    ["StringLike", true],
    ["StringNotEqualsIgnoreCase", true],
    ["ArnEquals", true],
    ["ForAnyValue:ArnLike", true],
    ["NumericEquals", false],
    ["DateLessThan", false],
    ["Bool", false],
    ["IpAddress", false],
    ["BinaryEquals", false],
    ["Null", false],
  ])("takes variables in %s: %j", (operator, expected) => {
    expect(conditionOn(operator, "aws:username", withTag).templates !== null).toBe(expected);
  });

  it.each([
    ["NumericEquals", ["7", "seven"], "seven"],
    ["Bool", ["true", "yes"], "yes"],
    ["IpAddress", ["203.0.113.0/24"], null],
    ["StringEquals", ["", "anything"], null],
  ])("tells the first value that %s cannot read of %j", (operator, values, malformed) => {
    expect(conditionOn(operator, "aws:username", ...values).malformed).toBe(malformed);
  });
});

describe("variablesOf", () => {
  it("lists each context key once", () => {
    const test = conditionOn(
      "StringLike",
      "kms:ViaService",
      "${aws:PrincipalTag/Team}-${AWS:principaltag/team}",
      "${aws:username, 'x'}",
      "${*}",
    );
    expect(variablesOf(test)).toEqual(["aws:principaltag/team", "aws:username"]);
  });

  it("finds none without templates", () => {
    expect(variablesOf(conditionOn("StringEquals", "aws:username", "a"))).toEqual([]);
  });
});

describe("resourceTest", () => {
  const arn = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

  it("compares the resource with the written value", () => {
    const test = resourceTest(arn, `arn:aws:kms:*:*:key/${withTag}`);
    expect(test).toMatchObject({
      key: "Resource",
      lookup: "resource",
      text: `ArnLike resource ${arn} ["arn:aws:kms:*:*:key/${withTag}"]$`,
      values: [`arn:aws:kms:*:*:key/${withTag}`],
      subject: arn,
      operator: { base: "ArnLike" },
    });
    expect(variablesOf(test)).toEqual(["aws:principaltag/team"]);
  });

  it("is another test for another resource or value", () => {
    const text = resourceTest(arn, withTag).text;
    expect(resourceTest(`${arn}x`, withTag).text).not.toBe(text);
    expect(resourceTest(arn, "${aws:username}").text).not.toBe(text);
  });
});

describe("testText", () => {
  it("leaves the order of the values alone", () => {
    const values = ["b", "a"];
    testText({ operator: operatorNamed("StringEquals"), lookup: "aws:username", values }, false);
    expect(values).toEqual(["b", "a"]);
  });
});
