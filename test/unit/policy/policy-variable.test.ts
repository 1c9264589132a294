import { describe, expect, it } from "vitest";
import {
  hasProtected,
  literalInPattern,
  parseTemplate,
  type TemplatePart,
  unprotect,
} from "../../../src/policy/policy-variable.ts";

const text = (part: string): TemplatePart => ({ kind: "text", text: part, literal: false });
const literal = (part: string): TemplatePart => ({ kind: "text", text: part, literal: true });
const variable = (written: string, contextKey: string, fallback: string | null = null) => ({
  kind: "variable",
  contextKey,
  fallback,
  written,
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
describe("parseTemplate", () => {
  it.each([
    ["", []],
    ["plain", [text("plain")]],
    ["${aws:username}", [variable("${aws:username}", "aws:username")]],
    ["${AWS:UserName}", [variable("${AWS:UserName}", "aws:username")]],
    [
      "home/${aws:username}/*",
      [text("home/"), variable("${aws:username}", "aws:username"), text("/*")],
    ],
    [
      "${aws:username}${aws:userid}",
      [variable("${aws:username}", "aws:username"), variable("${aws:userid}", "aws:userid")],
    ],
    [
      "a${*}b${?}c${$}",
      [text("a"), literal("*"), text("b"), literal("?"), text("c"), literal("$")],
    ],
    [
      "${aws:PrincipalTag/team, 'company-wide'}",
      [
        variable(
          "${aws:PrincipalTag/team, 'company-wide'}",
          "aws:principaltag/team",
          "company-wide",
        ),
      ],
    ],
    ["${ aws:username ,'' }", [variable("${ aws:username ,'' }", "aws:username", "")]],
    [
      "${aws:PrincipalTag/team, 'it''s, all'}",
      [variable("${aws:PrincipalTag/team, 'it''s, all'}", "aws:principaltag/team", "it''s, all")],
    ],
    ["${ aws:username }", [variable("${ aws:username }", "aws:username")]],
    ["${aws:username, 'a' b}", [variable("${aws:username, 'a' b}", "aws:username, 'a' b")]],
    [
      "${aws:username, aws:userid, 'x'}",
      [variable("${aws:username, aws:userid, 'x'}", "aws:username, aws:userid, 'x'")],
    ],
    ["${aws:username", [text("${aws:username")]],
    ["$aws:username}", [text("$aws:username}")]],
  ])("%j", (value, parts) => {
    expect(parseTemplate(value)).toEqual(parts);
  });
});

describe("protected characters", () => {
  it("stand for wildcards that are meant literally", () => {
    const pattern = literalInPattern("a*b?c");
    expect(pattern).not.toMatch(/[*?]/);
    expect(pattern).toHaveLength(5);
    expect(unprotect(pattern)).toBe("a*b?c");
  });

  it.each([
    [literalInPattern("*"), true],
    [literalInPattern("?"), true],
    ["*?", false],
    ["", false],
  ])("are found in %j: %j", (pattern, expected) => {
    expect(hasProtected(pattern)).toBe(expected);
  });
});
