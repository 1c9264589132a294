import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasWildcard, matchGlob, matchGlobPrefix } from "../../../src/policy/glob.ts";

/** The same question as a regular expression. */
function matchRegExp(pattern: string, value: string): boolean {
  const source = [...pattern].map((char) => {
    if (char === "*") return "[^]*";
    return char === "?" ? "[^]" : char.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  });
  return new RegExp(`^${source.join("")}$`, "u").test(value);
}

describe("matchGlob", () => {
  it.each([
    ["", "", true],
    ["", "a", false],
    ["*", "", true],
    ["*", "a/b:c", true],
    ["**", "", true],
    ["a*", "a", true],
    ["a*", "b", false],
    ["*a", "ba", true],
    ["*a", "ab", false],
    ["a*c", "abbc", true],
    ["a*c", "abcd", false],
    ["*ab*", "aab", true],
    ["a*b*c", "axxbyyc", true],
    ["a*b*c", "axxcyyb", false],
    ["?", "a", true],
    ["?", "", false],
    ["?", "ab", false],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["*?", "", false],
    ["*?", "abc", true],
    ["abc", "abc", true],
    ["abc", "abC", false],
    ["abc", "ab", false],
    ["ab", "abc", false],
    ["a.c", "abc", false],
    ["?", "\u{1F511}", true],
    ["??", "\u{1F511}", false],
    ["?x", "\u{1F511}x", true],
    ["?", "\u{D83D}", true],
    ["?", "\u{10000}", true],
    ["??", "\u{DC00}a", true],
    ["*?", "\u{1F511}", true],
  ])("%j on %j: %j", (pattern, value, expected) => {
    expect(matchGlob(pattern, value)).toBe(expected);
  });

  it("agrees with a regular expression", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "/", "*", "?"), maxLength: 8 });
    const value = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 8 });
    fc.assert(
      fc.property(text, value, (pattern, of) => {
        expect(matchGlob(pattern, of)).toBe(matchRegExp(pattern, of));
      }),
    );
  });

  it("stays bounded on a hostile pattern", () => {
    expect(matchGlob(`${"*a".repeat(2000)}b`, "a".repeat(4000))).toBe(false);
  });
});

describe("matchGlobPrefix", () => {
  it.each([
    ["*", "", "all"],
    ["", "", "some"],
    ["a*", "a", "all"],
    ["a**", "ab", "all"],
    ["a*", "b", "none"],
    ["abc", "ab", "some"],
    ["abc", "abc", "some"],
    ["abc", "abcd", "none"],
    ["a*c", "ab", "some"],
    ["?*", "a", "all"],
    ["?", "a", "some"],
    ["?", "ab", "none"],
    ["a?c*", "abc", "all"],
    ["*b", "a", "some"],
    ["a*b*", "ab", "all"],
  ] as const)("%j after %j: %s", (pattern, prefix, expected) => {
    expect(matchGlobPrefix(pattern, prefix)).toBe(expected);
  });
});

describe("hasWildcard", () => {
  it.each([
    ["a*", true],
    ["a?", true],
    ["a", false],
    ["", false],
  ])("%j: %j", (text, expected) => {
    expect(hasWildcard(text)).toBe(expected);
  });
});
