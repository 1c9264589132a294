import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseShorthand, ShorthandError } from "../../../../src/cli/aws-command/shorthand.ts";

describe("parseShorthand", () => {
  it.each<[string, unknown]>([
    ["TagKey=Project,TagValue=Alpha", { TagKey: "Project", TagValue: "Alpha" }],
    ["TagKey=Project,TagValue=", { TagKey: "Project", TagValue: "" }],
    ["TagKey=Project,TagValue=x=y", { TagKey: "Project", TagValue: "x=y" }],
    ["TagKey = Project , TagValue = a b", { TagKey: "Project", TagValue: "a b" }],
    ['TagKey="a,b",TagValue=c', { TagKey: "a,b", TagValue: "c" }],
    ["TagKey='it\\'s',TagValue=c", { TagKey: "it's", TagValue: "c" }],
    ["TagKey=a\\,b,TagValue=c", { TagKey: "a,b", TagValue: "c" }],
    ["Name=a,b,c", { Name: ["a", "b", "c"] }],
    ["Name=a,b,Other=c", { Name: ["a", "b"], Other: "c" }],
    ["Name=[a,b]", { Name: ["a", "b"] }],
    ["Name=[]", { Name: [] }],
    [
      "EncryptionContextSubset={Department=IT,Purpose=x}",
      { EncryptionContextSubset: { Department: "IT", Purpose: "x" } },
    ],
    [
      "ResourceType=vpc-endpoint,Tags=[{Key=Name,Value=x},{Key=Team,Value=y}]",
      {
        ResourceType: "vpc-endpoint",
        Tags: [
          { Key: "Name", Value: "x" },
          { Key: "Team", Value: "y" },
        ],
      },
    ],
  ])("reads %s", (text, value) => {
    expect(parseShorthand(text)).toEqual(value);
  });

  it.each([
    ["", "the name of a member"],
    ["Alpha", "expected `=` at character 6, found its end"],
    ["=x", "the name of a member"],
    ["TagKey=a,TagValue=b,TagKey=c", "`TagKey` stands twice"],
    ["TagKey=a,", "the name of a member"],
    ["Name=[a,b", "expected `,` at character 10, found its end"],
    ["Name={a=b", "expected `,`"],
    ["Name={a}", "expected `=`"],
    ["Name='a", "the other '"],
    ["Policy@=file://x", "reads files inside shorthand"],
  ])("refuses %s", (text, reason) => {
    expect(() => parseShorthand(text)).toThrow(ShorthandError);
    expect(() => parseShorthand(text)).toThrow(reason);
  });

  it("reads or refuses any text, and never anything else", () => {
    const piece = fc.constantFrom(
      "Tag",
      "=",
      ",",
      "[",
      "]",
      "{",
      "}",
      "'",
      '"',
      "\\",
      " ",
      "é",
      "@",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          expect(typeof parseShorthand(pieces.join(""))).toBe("object");
        } catch (error) {
          expect(error).toBeInstanceOf(ShorthandError);
        }
      }),
    );
  });
});
