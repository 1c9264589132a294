import fc from "fast-check";
import { expect, it } from "vitest";
import { jsonFaultLine } from "../../../src/cloudtrail/json-fault-line.ts";

it.each<[text: string, line: number | null]>([
  ['{"a":[1,-2.5e3,true,null,"\\u00e9\\n",{},[]]}', null],
  [' \n"text"\n', null],
  ["", 1],
  ["{", 1],
  ["{}}", 1],
  ['{\n"a": 1,\n}', 3],
  ['{\n"a" 1}', 2],
  ["[\n1\n2]", 3],
  ["[1,\n\n]", 3],
  ["[\n}", 2],
  ['{"a":\n\n"x\ny"}', 3],
  ["[01]", 1],
  ['{"a":1}\n{"b":2}', 2],
  ['[\n"\\x"]', 2],
])("%j breaks on line %j", (text, line) => {
  expect(jsonFaultLine(text)).toBe(line);
});

it("finds no fault in JSON, and one in all else", () => {
  const isJson = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const broken = fc
    .tuple(fc.json(), fc.nat(), fc.nat(3), fc.constantFrom("", ",", '"', "}", "]", ":", "\\", "0"))
    .map(([text, at, cut, put]) => {
      const position = at % (text.length + 1);
      return text.slice(0, position) + put + text.slice(position + cut);
    });
  fc.assert(
    fc.property(broken, (text) => {
      expect(jsonFaultLine(text) === null).toBe(isJson(text));
    }),
    { numRuns: 2000 },
  );
});

it("is not stopped by long or deep texts", () => {
  expect(jsonFaultLine(`["${"a\\n".repeat(500_000)}"`)).toBe(1);
  expect(jsonFaultLine(`${"[\n".repeat(50_000)}`)).toBe(50_001);
});
