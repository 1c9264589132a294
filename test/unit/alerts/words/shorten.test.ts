import { describe, expect, it } from "vitest";
import { count, shorten, shortList } from "../../../../src/alerts/words/shorten.ts";

describe("shorten", () => {
  it.each([
    ["abc", 3, "abc"],
    ["abcd", 3, "ab…"],
    ["a😀bc", 3, "a…"],
    ["abc", Number.POSITIVE_INFINITY, "abc"],
  ])("%s to %d", (text, most, expected) => {
    expect(shorten(text, most)).toBe(expected);
  });
});

describe("shortList", () => {
  it.each([
    [[], ""],
    [["a", "b"], "a, b"],
    [["a", "b", "c"], "a, b, c"],
    [["a", "b", "c", "d"], "a, b +2"],
  ])("%j", (items, expected) => {
    expect(shortList(items, 2)).toBe(expected);
  });
});

describe("count", () => {
  it.each([
    [0, "0 keys"],
    [1, "1 key"],
    [1234, "1,234 keys"],
  ])("%d", (number, expected) => {
    expect(count(number, "key")).toBe(expected);
  });
});
