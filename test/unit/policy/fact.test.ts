import { describe, expect, it } from "vitest";
import { ABSENT, isPresent, known, LATER, UNKNOWN } from "../../../src/policy/fact.ts";

describe("facts", () => {
  it("tell known values that are all there are", () => {
    expect(known("a", "b")).toEqual({ kind: "known", values: ["a", "b"], open: false });
  });

  it("name what is not known", () => {
    expect([ABSENT, UNKNOWN, LATER].map(({ kind }) => kind)).toEqual([
      "absent",
      "unknown",
      "later",
    ]);
  });
});

describe("isPresent", () => {
  it.each([
    [{ present: true }, true],
    [{ prefix: "" }, true],
    [{ unnamed: true }, true],
    [{ present: false }, false],
    [{ unnamed: false }, false],
    [{ notPrefix: ["a"] }, false],
    [{ oneOf: ["a"] }, false],
    [{}, false],
  ])("%j: %j", (partly, expected) => {
    expect(isPresent({ kind: "unknown", ...partly })).toBe(expected);
  });
});
