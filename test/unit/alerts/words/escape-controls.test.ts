import { describe, expect, it } from "vitest";
import { escapeControls, toJsonLine } from "../../../../src/alerts/words/escape-controls.ts";

const hostile = [
  ["\u001b[2J", "\\u001b[2J"],
  ["a\nb\tc\r", "a\\nb\\tc\\r"],
  ["\u009b31m", "\\u009b31m"],
  ["\u202egnp.exe", "\\u202egnp.exe"],
  ["\u2066x\u2069", "\\u2066x\\u2069"],
  ["zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"],
  ["line\u2028end", "line\\u2028end"],
  ["\u{e0041}", "\\udb40\\udc41"],
  ["half\ud800", "half\\ud800"],
] as const;

describe("escapeControls", () => {
  it.each(hostile)("makes %j harmless", (text, expected) => {
    expect(escapeControls(text)).toBe(expected);
  });

  it.each(["plain", "größe 日本語 עברית 😀", 'role/ci-deploy → "x" `y` \\n'])(
    "leaves %s",
    (text) => {
      expect(escapeControls(text)).toBe(text);
    },
  );
});

describe("toJsonLine", () => {
  it.each(hostile)("writes %j as JSON without it", (text) => {
    const line = toJsonLine({ text, [text]: 1 });
    expect(line).toBe(escapeControls(line));
    expect(JSON.parse(line)).toEqual({ text, [text]: 1 });
  });
});
