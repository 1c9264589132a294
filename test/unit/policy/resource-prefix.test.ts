import { describe, expect, it } from "vitest";
import type { Formula } from "../../../src/policy/formula.ts";
import { compileResourceElement } from "../../../src/policy/resource-element.ts";
import { matchResourcePrefix } from "../../../src/policy/resource-prefix.ts";

const prefix = "arn:aws:kms:us-west-2:444455556666:key/";

function wordOf(formula: Formula): string {
  if (formula.kind === "not") return `not ${wordOf(formula.part)}`;
  return formula.kind === "unknown" ? formula.code : formula.kind;
}

const match = (values: readonly string[], not = false) =>
  matchResourcePrefix(compileResourceElement(values, not, true), prefix);

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
describe("matchResourcePrefix", () => {
  it.each([
    ["*", "true"],
    ["arn:aws:kms:us-west-2:444455556666:key/*", "true"],
    ["arn:aws:kms:*:444455556666:*", "true"],
    ["arn:aws:kms:*", "true"],
    ["arn:aws:kms:us-west-2:*", "true"],
    ["arn:aws:kms:us-west-2:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab", "keyIdUnknown"],
    ["arn:aws:kms:us-west-2:444455556666:key/1234*", "keyIdUnknown"],
    ["arn:aws:kms:us-west-2:444455556666:key/${aws:PrincipalTag/key}", "keyIdUnknown"],
    ["arn:aws:kms:us-west-2:${aws:PrincipalAccount}:key/1234", "keyIdUnknown"],
    ["arn:aws:kms:us*/*", "keyIdUnknown"],
    ["arn:aws:kms:*:key/", "keyIdUnknown"],
    ["**", "keyIdUnknown"],
    ["arn:aws:kms:*:*:key/*-0000", "keyIdUnknown"],
    ["arn:aws:kms:us-west-2:111122223333:key/*", "false"],
    ["arn:aws:kms:us-west-2:444455556666:alias/*", "false"],
    ["arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", "false"],
    ["arn:aws:kms:us-west-2:444455556666:alias/${aws:PrincipalTag/key}", "false"],
    ["arn:aws:*:444455556666:key/*:*", "false"],
    ["arn:aws:s3:*", "false"],
  ])("%s: %s", (value, word) => {
    expect(wordOf(match([value]))).toBe(word);
  });

  it("turns what NotResource covers around", () => {
    expect(wordOf(match(["*"], true))).toBe("false");
    expect(wordOf(match(["arn:aws:s3:*"], true))).toBe("true");
    expect(wordOf(match([`${prefix}1234`], true))).toBe("not keyIdUnknown");
  });

  it("takes the values for different unknowns", () => {
    expect(match([`${prefix}1`]).text).not.toBe(match([`${prefix}2`]).text);
    expect(match([`${prefix}1`]).text).toBe(match([`${prefix}1`]).text);
    expect(wordOf(match([`${prefix}1`, "arn:aws:kms:*:*:key/*"]))).toBe("true");
  });
});
