import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  classesOfPatterns,
  type StringPattern,
} from "../../../../src/access/compare/pattern-classes.ts";
import { matchArn } from "../../../../src/policy/arn-pattern.ts";
import { matchGlob } from "../../../../src/policy/glob.ts";

const literal = (text: string): StringPattern => ({ text, syntax: "literal", ignoreCase: false });
const folded = (text: string): StringPattern => ({ text, syntax: "literal", ignoreCase: true });
const glob = (text: string): StringPattern => ({ text, syntax: "glob", ignoreCase: false });
const arn = (text: string): StringPattern => ({ text, syntax: "arn", ignoreCase: false });

function matches({ text, syntax, ignoreCase }: StringPattern, value: string): boolean {
  if (ignoreCase) return text.toLowerCase() === value.toLowerCase();
  if (syntax === "literal") return text === value;
  return syntax === "glob" ? matchGlob(text, value) : matchArn(text, value);
}

/** Which patterns a value matches. */
const vectorOf = (patterns: readonly StringPattern[], value: string): string =>
  patterns.map((pattern) => (matches(pattern, value) ? "1" : "0")).join("");

const vectorsOf = (patterns: readonly StringPattern[]): readonly string[] =>
  (classesOfPatterns(patterns) ?? []).map((value) => vectorOf(patterns, value)).sort();

describe("classesOfPatterns", () => {
  it.each([
    [[], [""]],
    [[literal("a")], ["0", "1"]],
    [[glob("*")], ["1"]],
    [[glob("?*")], ["0", "1"]],
    [
      [glob("a*"), glob("*b")],
      ["00", "01", "10", "11"],
    ],
    [
      [glob("a*"), glob("ab*")],
      ["00", "10", "11"],
    ],
    [
      [glob("a*"), literal("ab"), literal("b")],
      ["000", "001", "100", "110"],
    ],
    [
      [glob("??"), glob("?")],
      ["00", "01", "10"],
    ],
    [
      [folded("Ab"), literal("ab"), literal("AB")],
      ["000", "100", "101", "110"],
    ],
    [
      [literal("*"), glob("*")],
      ["01", "11"],
    ],
    [
      [arn("arn:aws:iam::1:role/*"), arn("arn:aws:iam::*:role/a")],
      ["00", "01", "10", "11"],
    ],
  ])("%j", (patterns, vectors) => {
    expect(vectorsOf(patterns)).toEqual(vectors);
  });

  it("keeps ARN wildcards in their segment but the last", () => {
    const patterns = [arn("arn:aws:iam::*:user/*"), glob("arn:aws:iam::*:user/*")];
    expect(vectorsOf(patterns)).toEqual(["00", "01", "11"]);
    const found = classesOfPatterns(patterns) ?? [];
    expect(found.some((value) => vectorOf(patterns, value) === "01")).toBe(true);
  });

  it("tells the empty string only where nothing else is like it", () => {
    expect(classesOfPatterns([glob("?*")])).toEqual(["x", ""]);
    expect(classesOfPatterns([glob("*")])).toEqual(["x"]);
    expect(classesOfPatterns([glob("a*")])).not.toContain("");
  });

  it("uses a character that no pattern holds", () => {
    const alphabet = "xyzqwk0123456789_-~abcdefghijlmnoprstuv";
    const found = classesOfPatterns([...alphabet].map((char) => literal(char))) ?? [];
    expect(found.some((value) => !alphabet.includes(value))).toBe(true);
  });

  it("finds every class that a string can be in", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "b", "*", "?"),
      minLength: 1,
      maxLength: 4,
    });
    const pattern = fc.oneof(text.map(glob), text.map(literal));
    const value = fc.string({ unit: fc.constantFrom("a", "b", "c", "*"), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 3 }), value, (patterns, of) => {
        expect(vectorsOf(patterns)).toContain(vectorOf(patterns, of));
      }),
    );
  });

  it("gives up past its bounds", () => {
    const many = Array.from({ length: 70 }, (_, i) => literal(`value-${i}`));
    expect(classesOfPatterns(many)).toBeNull();
    expect(classesOfPatterns([glob(`*a${"?".repeat(16)}`)])).toBeNull();
  });
});
