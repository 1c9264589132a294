import { describe, expect, it } from "vitest";
import { ABSENT, type Fact, LATER, UNKNOWN } from "../../../src/policy/fact.ts";
import { parseTemplate, unprotect } from "../../../src/policy/policy-variable.ts";
import { resolveTemplate, resolveVariable } from "../../../src/policy/resolve-template.ts";
import { factsFrom } from "./sample-test.ts";

const undocumented: Fact = { kind: "undocumented", code: "principalTagsUnreadable", reason: "why" };
const open: Fact = { kind: "known", values: ["a"], open: true };
const facts = factsFrom({
  "aws:username": "mallory",
  "aws:userid": "",
  "aws:PrincipalTag/star": "a*b?",
  "aws:PrincipalTag/open": open,
  "aws:PrincipalTag/several": ["a", "b"],
  "aws:PrincipalTag/unknown": UNKNOWN,
  "aws:PrincipalTag/later": LATER,
  "aws:PrincipalTag/unread": undocumented,
  "aws:TagKeys": ["one"],
});

/** The pattern, its protected characters given back, or why there is none. */
const resolve = (value: string): string => {
  const resolved = resolveTemplate(parseTemplate(value), facts);
  return resolved.kind === "pattern" ? unprotect(resolved.pattern) : resolved.kind;
};

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
describe("resolveTemplate", () => {
  it.each([
    ["plain*", "plain*"],
    ["home/${aws:username}/*", "home/mallory/*"],
    ["${AWS:USERNAME}-${aws:username}", "mallory-mallory"],
    ["x${aws:userid}y", "xy"],
    ["${aws:PrincipalTag/none, 'company-wide'}", "company-wide"],
    ["${aws:username, 'company-wide'}", "mallory"],
    ["${aws:PrincipalTag/none}", "undefined"],
    ["${aws:PrincipalTag/several}", "undefined"],
    ["${aws:PrincipalTag/several, 'x'}", "x"],
    ["${aws:TagKeys}", "undefined"],
    ["${aws:TagKeys, 'x'}", "x"],
    ["${aws:PrincipalTag/unknown}", "open"],
    ["${aws:PrincipalTag/unknown, 'x'}", "open"],
    ["${aws:PrincipalTag/later}", "open"],
    ["${aws:PrincipalTag/open}", "open"],
    ["${aws:PrincipalTag/unread}", "undocumented"],
    ["${aws:PrincipalTag/unread}${aws:PrincipalTag/unknown}", "open"],
    ["${aws:PrincipalTag/unknown}${aws:PrincipalTag/unread}", "open"],
    ["${aws:PrincipalTag/unread}${aws:PrincipalTag/none}", "undefined"],
    ["${aws:PrincipalTag/unknown}${aws:PrincipalTag/none}", "undefined"],
  ])("%s: %s", (value, expected) => {
    expect(resolve(value)).toBe(expected);
  });

  it("takes wildcards in a value, a default and a literal form as text, others as wildcards", () => {
    const patterns = [
      "${aws:PrincipalTag/star}",
      "${aws:PrincipalTag/none, 'a*b?'}",
      "a${*}b${?}",
      "a*b?",
    ].map((value) => resolveTemplate(parseTemplate(value), facts));
    const [fromValue, fromDefault, literal, plain] = patterns.map((resolved) =>
      resolved.kind === "pattern" ? resolved.pattern : null,
    );
    expect(fromValue).toBe(fromDefault);
    expect(fromValue).toBe(literal);
    expect(plain).toBe("a*b?");
    expect(fromValue).not.toBe(plain);
  });

  it("tells why a variable has no value", () => {
    expect(resolveTemplate(parseTemplate("${aws:PrincipalTag/unread}"), facts)).toMatchObject({
      code: "principalTagsUnreadable",
      reason: "why",
    });
  });
});

describe("resolveVariable", () => {
  const named = (contextKey: string, fallback: string | null) =>
    ({ kind: "variable", contextKey, fallback, written: "" }) as const;

  it("gives the bare value or default", () => {
    expect(resolveVariable(named("aws:principaltag/star", null), facts)).toBe("a*b?");
    expect(resolveVariable(named("aws:principaltag/none", "*"), facts)).toBe("*");
    expect(resolveVariable(named("aws:principaltag/none", ""), facts)).toBe("");
    expect(resolveVariable(named("aws:principaltag/none", null), () => ABSENT)).toEqual({
      kind: "undefined",
    });
  });
});
