import { expect, it } from "vitest";
import { parseJsonText } from "../../../../src/cli/input/parse-json-text.ts";

it.each([
  ['{"a": 1}', { json: { a: 1 } }],
  ["null", { json: null }],
  ["", { fault: { code: "E_FILE_EMPTY", message: "the file is empty", file: "f" } }],
  [
    '{"a":\n\n nope}',
    { fault: { code: "E_FILE_JSON", message: "not JSON: expected a value", file: "f", line: 3 } },
  ],
])("%j", (text, expected) => {
  expect(parseJsonText(text, "f")).toEqual(expected);
});
