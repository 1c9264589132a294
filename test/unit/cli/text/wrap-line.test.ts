import { expect, it } from "vitest";
import { type Line, line, span, verbatim } from "../../../../src/alerts/words/document.ts";
import { lengthOf, wrapLine } from "../../../../src/cli/text/wrap-line.ts";

const texts = (lines: readonly Line[]): readonly string[] =>
  lines.map((one) => one.map(({ text }) => text).join(""));
const wrapped = (one: Line, width: number): readonly string[] => texts(wrapLine(one, width, 2));

it.each<[Line, readonly string[]]>([
  [line("one two"), ["one two"]],
  [line("one two three four"), ["one two", "  three", "  four"]],
  [line("  one two three"), ["  one", "  two", "  three"]],
  [line("a one-word-that-is-wider b"), ["a", "  one-word-that-is-wider", "  b"]],
  [
    [span("one"), span(" (two)"), span(" 3")],
    ["one", "  (two)", "  3"],
  ],
  [
    [span("on"), span("e two"), span("s three")],
    ["one twos", "  three"],
  ],
  [verbatim("one two three"), ["one two three"]],
  [line(""), [""]],
])("%j in eight columns", (given, expected) => {
  expect(wrapped(given, 8)).toEqual(expected);
});

it("keeps what pieces mean", () => {
  expect(wrapLine([span("one two", "strong"), span(" three", "dim")], 7, 0)).toEqual([
    [span("one ", "strong"), span("two", "strong")],
    [span(""), span("three", "dim")],
  ]);
});

it("counts what stands for a control character", () => {
  expect(lengthOf(line("a\u001bb"))).toBe(8);
  expect(wrapped(line("a\u001bb c"), 8)).toEqual(["a\u001bb", "  c"]);
});
