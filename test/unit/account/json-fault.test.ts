import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findJsonFault } from "../../../src/account/json-fault.ts";

describe("findJsonFault", () => {
  it.each([
    ['{"a":1,}', "expected a string", 7],
    ['{"a" 1}', "expected `:`", 5],
    ['{"a":1 "b":2}', "expected `,` or `}`", 7],
    ["{a:1}", "expected a string or `}`", 1],
    ["[1 2]", "expected `,` or `]`", 3],
    ["[1,]", "expected a value", 3],
    ["[,1]", "expected a value or `]`", 1],
    ["{} x", "expected the end", 3],
    ["{}]", "expected the end", 2],
    ["01", "expected the end", 1],
    ["tru", "expected a value", 0],
    ['{"a":"x\n"}', "a control character in a string", 7],
    ['{"a":"\\x"}', "an unknown escape in a string", 6],
    ['"\\u12g4"', "an unknown escape in a string", 1],
    ['{"a', "the text ends inside a string", 3],
    ['{"a":[1', "the text ends where `,` or `]` was expected", 7],
    ["  ", "the text ends where a value was expected", 2],
  ])("finds the fault of %j", (text, problem, offset) => {
    expect(findJsonFault(text)).toEqual({ problem, offset });
  });

  it("finds a fault exactly when JSON.parse refuses the text", () => {
    const pieces = [
      '"',
      "\\",
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      "1",
      "-",
      ".",
      "e",
      " ",
      "null",
      "\u0001",
      "a",
    ];
    const damaged = fc
      .tuple(fc.json(), fc.nat(60), fc.nat(2), fc.constantFrom("", ...pieces))
      .map(([json, at, cut, piece]) => json.slice(0, at) + piece + json.slice(at + cut));
    fc.assert(
      fc.property(
        fc.oneof(
          damaged,
          fc.array(fc.constantFrom(...pieces)).map((all) => all.join("")),
        ),
        (text) => {
          expect(findJsonFault(text) === null).toBe(parses(text));
        },
      ),
      { numRuns: 500 },
    );
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
