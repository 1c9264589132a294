import { describe, expect, it } from "vitest";
import { checkInput } from "../../../../src/cli/aws-command/check-input.ts";
import {
  flag,
  integer,
  listOf,
  map,
  structure,
  text,
} from "../../../../src/cli/aws-command/shape.ts";
import { shapeShorthand } from "../../../../src/cli/aws-command/shape-shorthand.ts";

const shape = structure(
  {
    Name: text,
    Days: integer,
    On: flag,
    Pairs: map,
    Parts: listOf(structure({ Id: text }, ["Id"])),
  },
  ["Name"],
);

describe("checkInput", () => {
  it("finds nothing wrong with what has the shape", () => {
    const input = { Name: "", Days: 7, On: false, Pairs: { a: "b" }, Parts: [{ Id: "x" }] };
    expect(checkInput(input, shape)).toEqual([]);
  });

  it.each([
    [{}, "`Name` is missing"],
    [{ Name: null }, "`Name`: expected text, found null"],
    [{ Name: "n", Days: 1.5 }, "`Days`: expected a whole number, found 1.5"],
    [{ Name: "n", Days: "7" }, "`Days`: expected a whole number, found `7`"],
    [{ Name: "n", On: "true" }, "`On`: expected true or false, found `true`"],
    [{ Name: "n", Pairs: [] }, "`Pairs`: expected names with values, found []"],
    [{ Name: "n", Pairs: { a: 1 } }, "`Pairs.a`: expected text, found 1"],
    [{ Name: "n", Parts: {} }, "`Parts`: expected a list, found {}"],
    [{ Name: "n", Parts: ["x"] }, "`Parts[0]`: expected a structure, found `x`"],
    [{ Name: "n", Parts: [{}] }, "`Parts[0].Id` is missing"],
    [{ Name: ["x".repeat(80)] }, "`Name`: expected text, found a list"],
    [{ Name: { a: "x".repeat(80) } }, "`Name`: expected text, found a structure"],
    [{ Name: "n", Days: "x".repeat(80) }, "`Days`: expected a whole number, found a text"],
    [{ Name: "n", toString: 1 }, "`toString` is no member of the request"],
  ])("tells what of %j has another", (input, problem) => {
    expect(checkInput(input, shape)).toEqual([expect.stringContaining(problem)]);
  });
});

describe("shapeShorthand", () => {
  it("gives numbers, flags and lists of one their type, and leaves the rest to be refused", () => {
    const read = { Name: "5", Days: "7", On: "TRUE", Parts: { Id: "x" }, Other: "y" };
    expect(shapeShorthand(read, shape)).toEqual({
      Name: "5",
      Days: 7,
      On: true,
      Parts: [{ Id: "x" }],
      Other: "y",
    });
    const wrong = { Days: "soon", On: ["a"], Parts: ["x", "y"] };
    expect(shapeShorthand(wrong, shape)).toEqual(wrong);
  });
});
