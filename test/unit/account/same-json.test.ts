import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sameJson } from "../../../src/account/same-json.ts";

describe("sameJson", () => {
  it.each([
    [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
    [[1, 2], [2, 1], false],
    [[], {}, false],
    [{}, null, false],
    [{ a: undefined }, {}, false],
    [{ a: 1 }, { b: 1 }, false],
    ["1", 1, false],
    [{ toString: 1 }, { a: 1 }, false],
  ])("compares %j and %j", (a, b, same) => {
    expect(sameJson(a, b)).toBe(same);
  });

  it("agrees with Node on any two JSON values", () => {
    const json = fc.json({ maxDepth: 2 }).map((text): unknown => JSON.parse(text));
    fc.assert(
      fc.property(json, json, (a, b) => {
        // JSON has one zero.
        expect(sameJson(a, b)).toBe(isDeepStrictEqual(normal(a), normal(b)));
        expect(sameJson(a, structuredClone(a))).toBe(true);
      }),
    );
  });

  it("compares values nested deeper than the call stack", () => {
    const nested = () => JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    expect(sameJson(nested(), nested())).toBe(true);
  });
});

function normal(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
