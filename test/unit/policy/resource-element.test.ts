import { describe, expect, it } from "vitest";
import { type Fact, LATER, UNKNOWN } from "../../../src/policy/fact.ts";
import { andFormulas, type Formula, orFormulas } from "../../../src/policy/formula.ts";
import { compileResourceElement, matchResource } from "../../../src/policy/resource-element.ts";
import { factsFrom } from "./sample-test.ts";

const key = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const unread: Fact = { kind: "undocumented", code: "principalTagsUnreadable", reason: "why" };
const facts = factsFrom({
  "aws:PrincipalTag/key": "1234abcd-12ab-34cd-56ef-1234567890ab",
  "aws:PrincipalTag/star": "*",
  "aws:PrincipalTag/unknown": UNKNOWN,
  "aws:PrincipalTag/later": LATER,
  "aws:PrincipalTag/unread": unread,
  "aws:PrincipalAccount": "111122223333",
});

/** `true`, `false`, `open`, `not …`, or the code of what is unknown. */
function wordOf(formula: Formula): string {
  if (formula.kind === "not") return `not ${wordOf(formula.part)}`;
  if (formula.kind === "test") return "open";
  return formula.kind === "unknown" ? formula.code : formula.kind;
}

const covers = (values: readonly string[], resource = key, not = false, variables = true) =>
  wordOf(matchResource(compileResourceElement(values, not, variables), resource, facts));

describe("matchResource", () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
  it.each([
    ["*", "true"],
    [key, "true"],
    ["arn:aws:kms:us-west-2:111122223333:key/*", "true"],
    ["arn:aws:kms:*:111122223333:key/*", "true"],
    ["arn:aws:kms:*:*:key/1234abcd*", "true"],
    ["arn:aws:kms:us-west-2:111122223333:*", "true"],
    ["arn:aws:kms:us-*2:111122223333:key/*", "true"],
    ["arn:*:kms:us-west-?:111122223333:key/????abcd-*", "true"],
    ["arn:aws:kms:*:*:KEY/*", "false"],
    ["arn:aws:kms:us-west-2:444455556666:key/*", "false"],
    ["arn:aws:kms:us-west-2:111122223333:alias/*", "false"],
    ["arn:aws:kms:us-west-2:111122223333:key/1234abcd", "false"],
    ["arn:aws:kms:*:key/*:x", "false"],
    ["1234abcd-12ab-34cd-56ef-1234567890ab", "false"],
    ["arn:aws:kms:*", "true"],
    ["arn:aws:kms:us-west-2:*", "true"],
    ["arn:aws:s3:*", "false"],
    ["arn:aws:kms:us*/*", "resourceNotArn"],
    ["**", "resourceNotArn"],
    ["?*", "resourceNotArn"],
  ])("%s: %s", (value, expected) => {
    expect(covers([value])).toBe(expected);
  });

  it("compares segment by segment where the value has all six", () => {
    expect(covers(["arn:aws:kms:*:key/a:b"], "arn:aws:kms:us-west-2:1:key/a:b")).toBe("false");
    expect(covers(["arn:aws:kms:*:*:key/a:b"], "arn:aws:kms:us-west-2:1:key/a:b")).toBe("true");
  });

  it("needs one of its values", () => {
    expect(covers(["arn:aws:s3:::bucket", "arn:aws:kms:*:*:key/*"])).toBe("true");
    expect(covers(["arn:aws:kms:us*/*", key])).toBe("true");
    expect(covers(["arn:aws:kms:us*/*", "arn:aws:kms:*:*:key/*"])).toBe("true");
    expect(covers([])).toBe("false");
  });

  it("turns round for NotResource", () => {
    expect(covers([key], key, true)).toBe("false");
    expect(covers(["arn:aws:s3:::bucket"], key, true)).toBe("true");
    expect(covers(["*"], key, true)).toBe("false");
    expect(covers(["arn:aws:kms:us*/*"], key, true)).toBe("not resourceNotArn");
  });

  it("never makes up for what is unknown in NotResource by the same in Resource", () => {
    const covered = (not: boolean) =>
      matchResource(compileResourceElement(["arn:aws:kms:us*/*"], not, true), key, facts);
    expect(orFormulas([covered(false), covered(true)]).kind).toBe("or");
    expect(andFormulas([covered(false), covered(true)]).kind).toBe("and");
  });

  it("covers actions without a resource by `*` only", () => {
    expect(covers(["*"], "*")).toBe("true");
    expect(covers([key, "arn:aws:kms:*:*:key/*", "arn:aws:kms:*:*:*"], "*")).toBe("false");
    expect(covers(["arn:aws:kms:*"], "*")).toBe("false");
    expect(covers(["?"], "*")).toBe("resourceNotArn");
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-resourceelement
describe("variables in a Resource", () => {
  const after = "arn:aws:kms:us-west-2:111122223333:key/";
  it.each([
    [`${after}\${aws:PrincipalTag/key}`, "true"],
    [`${after}x\${aws:PrincipalTag/key}`, "false"],
    [`${after}\${aws:PrincipalTag/star}`, "false"],
    [`${after}\${*}`, "false"],
    [`${after}\${aws:PrincipalTag/none}`, "false"],
    [`${after}\${aws:PrincipalTag/none, '1234abcd-12ab-34cd-56ef-1234567890ab'}`, "true"],
    [`${after}\${aws:PrincipalTag/unknown}`, "open"],
    [`${after}\${aws:PrincipalTag/later}`, "open"],
    [`${after}\${aws:PrincipalTag/unread}`, "principalTagsUnreadable"],
    ["arn:aws:kms:us-west-2:${aws:PrincipalAccount}:key/*", "resourceVariableMisplaced"],
    ["arn:aws:kms:us-west-2:${aws:PrincipalAccount}:alias/*", "false"],
    ["${aws:PrincipalTag/key}", "resourceVariableMisplaced"],
    ["arn:aws:kms:${*}:111122223333:key/*", "false"],
  ])("%s: %s", (value, expected) => {
    expect(covers([value])).toBe(expected);
  });

  it("takes the value of a variable literally", () => {
    expect(covers([`${after}\${aws:PrincipalTag/star}`], `${after}*`)).toBe("true");
    expect(covers([`${after}\${aws:PrincipalTag/star}*`], `${after}*a`)).toBe("true");
    expect(covers([`${after}\${aws:PrincipalTag/star}*`], `${after}ba`)).toBe("false");
  });

  it("are text under Version 2008-10-17", () => {
    const written = `${after}\${aws:PrincipalTag/key}`;
    expect(covers([written], key, false, false)).toBe("false");
    expect(covers([written], written, false, false)).toBe("true");
  });

  it("leave open what known variables leave open", () => {
    const element = compileResourceElement(
      [`${after}\${aws:PrincipalTag/key}\${aws:PrincipalTag/unknown}`],
      false,
      true,
    );
    expect(matchResource(element, key, facts)).toMatchObject({
      test: { key: "Resource", values: [`${key}\${aws:PrincipalTag/unknown}`] },
    });
  });
});

describe("what is not known of one value", () => {
  it.each([
    ["arn:aws:kms:us*/*", "arn:aws:k*/*"],
    [
      "arn:aws:kms:*:${aws:PrincipalAccount}:key/*",
      "arn:aws:kms:us-*:${aws:PrincipalAccount}:key/*",
    ],
    [
      "arn:aws:kms:us-west-2:111122223333:key/${aws:PrincipalTag/unread}",
      "arn:aws:kms:us-west-2:111122223333:key/1*${aws:PrincipalTag/unread}",
    ],
  ])("of %s is another thing than of %s", (one, other) => {
    const textOf = (value: string) =>
      matchResource(compileResourceElement([value], false, true), key, facts).text;
    expect(textOf(one)).toMatch(/^unknown/);
    expect(textOf(other)).not.toBe(textOf(one));
  });
});

describe("compileResourceElement", () => {
  it("sorts the values by what they ask for", () => {
    const values = [
      "*",
      key,
      "arn:aws:kms:*:*:key/*",
      "arn:aws:kms:us-west-2:1:key/a?",
      "x${aws:username}",
    ];
    expect(compileResourceElement(values, true, true)).toMatchObject({
      not: true,
      all: true,
      literals: new Set([key]),
      patterns: ["arn:aws:kms:*:*:key/*", "arn:aws:kms:us-west-2:1:key/a?"],
      templates: [{ written: "x${aws:username}", misplaced: true }],
    });
    expect(compileResourceElement([], false, true)).toMatchObject({ not: false, all: false });
  });
});
