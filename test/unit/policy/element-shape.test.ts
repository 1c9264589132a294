import { describe, expect, it } from "vitest";
import {
  listOf,
  memberPath,
  type Refuse,
  readElements,
  readObject,
  readScalars,
  readStrings,
  readText,
  showValue,
} from "../../../src/policy/element-shape.ts";

/** Reads with a list of what was refused. */
function reading<Value>(read: (refuse: Refuse) => Value): {
  readonly value: Value;
  readonly refused: readonly string[];
} {
  const refused: string[] = [];
  const value = read((path, reason) => refused.push(`${path}: ${reason}`));
  return { value, refused };
}

describe("readObject", () => {
  it("reads an object", () => {
    const json = { a: 1 };
    expect(reading((refuse) => readObject(json, "x", refuse))).toEqual({
      value: json,
      refused: [],
    });
  });

  it.each([[null], [[]], ["text"], [7], [true], [undefined]])("refuses %j", (json) => {
    expect(reading((refuse) => readObject(json, "Statement", refuse))).toEqual({
      value: {},
      refused: ["Statement: not a JSON object"],
    });
  });

  it("speaks of the document at its root", () => {
    expect(reading((refuse) => readObject([], "", refuse)).refused).toEqual([
      ": the document is not a JSON object",
    ]);
  });
});

describe("readElements", () => {
  it("refuses members that are no elements", () => {
    const json = { Sid: "a", sid: "b", Principle: "c" };
    expect(reading((refuse) => readElements(json, ["Sid"], "Statement[2]", refuse))).toEqual({
      value: json,
      refused: [
        "Statement[2].sid: `sid` is no element of a policy",
        "Statement[2].Principle: `Principle` is no element of a policy",
      ],
    });
  });

  it("names the member alone at the root", () => {
    expect(reading((refuse) => readElements({ x: 1 }, [], "", refuse)).refused).toEqual([
      "x: `x` is no element of a policy",
    ]);
  });
});

describe("readText", () => {
  it.each([
    ["", "", []],
    ["a", "a", []],
    [undefined, null, []],
    [null, null, ["Sid: not a string"]],
    [7, null, ["Sid: not a string"]],
    [["a"], null, ["Sid: not a string"]],
  ])("%j: %j", (json, value, refused) => {
    expect(reading((refuse) => readText(json, "Sid", refuse))).toEqual({ value, refused });
  });
});

describe("readStrings", () => {
  it.each([
    ["a", ["a"]],
    [
      ["a", "b"],
      ["a", "b"],
    ],
    [[], []],
  ])("reads %j", (json, value) => {
    expect(reading((refuse) => readStrings(json, "Action", refuse))).toEqual({
      value,
      refused: [],
    });
  });

  it.each([[7], [null], [{}], [["a", 7]], [[["a"]]], [[null]]])("refuses %j", (json) => {
    expect(reading((refuse) => readStrings(json, "Action", refuse))).toEqual({
      value: [],
      refused: ["Action: not a string or a list of strings"],
    });
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
describe("readScalars", () => {
  it.each([
    ["a", ["a"]],
    [true, ["true"]],
    [false, ["false"]],
    [7, ["7"]],
    [1.5, ["1.5"]],
    [
      ["a", 7, true],
      ["a", "7", "true"],
    ],
    [[], []],
  ])("reads %j", (json, value) => {
    expect(reading((refuse) => readScalars(json, "x", refuse))).toEqual({ value, refused: [] });
  });

  it.each([[null], [{}], [[null]], [["a", []]]])("refuses %j", (json) => {
    expect(reading((refuse) => readScalars(json, "x", refuse))).toEqual({
      value: [],
      refused: ["x: not a string, number or boolean, or a list of these"],
    });
  });
});

describe("showValue", () => {
  it("shows text as it is, other values as JSON, both cut at 80 characters", () => {
    expect(showValue("allow")).toBe("allow");
    expect(showValue(null)).toBe("null");
    expect(showValue(["Allow"])).toBe('["Allow"]');
    expect(showValue("x".repeat(200))).toBe("x".repeat(80));
  });
});

describe("listOf and memberPath", () => {
  it("make a list of one, and a path", () => {
    expect(listOf("a")).toEqual(["a"]);
    expect(listOf(["a"])).toEqual(["a"]);
    expect(memberPath("", "Id")).toBe("Id");
    expect(memberPath("Statement", "Sid")).toBe("Statement.Sid");
  });
});
