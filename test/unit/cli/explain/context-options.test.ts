import { expect, it } from "vitest";
import { parseContextOptions } from "../../../../src/cli/explain/context-options.ts";

it("reads keys, several values, values with an equals sign and empty ones", () => {
  const options = ["aws:SourceIp=10.0.0.1", "aws:TagKeys=a", "aws:TagKeys=b", "k=x=y", "e="];
  expect(parseContextOptions(options)).toEqual({
    "aws:SourceIp": "10.0.0.1",
    "aws:TagKeys": ["a", "b"],
    k: "x=y",
    e: "",
  });
});

it.each(["", "key", "=value"])("refuses %j", (option) => {
  expect(() => parseContextOptions([option])).toThrow("is not of the form `key=value`");
});
