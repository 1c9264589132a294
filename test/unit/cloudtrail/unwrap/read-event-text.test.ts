import { describe, expect, it } from "vitest";
import { readEventText } from "../../../../src/cloudtrail/unwrap/read-event-text.ts";
import { kmsRecord } from "../sample-record.ts";

const first = kmsRecord("TagResource");
const second = kmsRecord("UntagResource", { eventID: "0b00f4b0-036e-411d-aa75-87eb4a35a4b3" });
const file = "events/history.jsonl";
const at = (record: unknown, line: number | null) => ({ record, file, line });
const lines = (...parts: unknown[]) =>
  parts.map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join("\n");

describe("reads", () => {
  it.each<[what: string, text: string, records: unknown[]]>([
    ["one JSON value", JSON.stringify(first), [at(first, null)]],
    [
      "indented JSON",
      JSON.stringify({ Records: [first, second] }, null, 2),
      [at(first, null), at(second, null)],
    ],
    ["a byte order mark", `\uFEFF${JSON.stringify(first)}`, [at(first, null)]],
    ["JSON lines", lines(first, second, ""), [at(first, 1), at(second, 2)]],
    [
      "JSON lines with a byte order mark",
      `\uFEFF${lines(first, second)}`,
      [at(first, 1), at(second, 2)],
    ],
    [
      "blank lines and carriage returns",
      `${lines(first, "", second)}\r\n`.replaceAll("\n", "\r\n"),
      [at(first, 1), at(second, 3)],
    ],
    [
      "wrapped events on lines",
      lines({ Records: [first, second] }, { detail: first }),
      [at(first, 1), at(second, 1), at(first, 2)],
    ],
    ["nothing", " \n", []],
  ])("%s", (_, text, records) => {
    expect(readEventText(text, file)).toMatchObject({ records, problems: [] });
  });
});

describe("tells what it cannot read, and reads the rest", () => {
  const json = "E_EVENT_JSON";
  const wrapper = "E_EVENT_WRAPPER";
  it.each<[what: string, text: string, records: unknown[], problems: unknown[]]>([
    [
      "a bad line",
      lines(first, "{", second),
      [at(first, 1), at(second, 3)],
      [
        {
          file,
          line: 2,
          code: json,
          message: "not JSON: the text ends where a string or `}` was expected",
        },
      ],
    ],
    [
      "a bad first line and a line that is no object",
      lines("garbage", "42", second),
      [at(second, 3)],
      [
        { file, line: 1, code: json, message: "not JSON: expected a value" },
        { file, line: 2, code: wrapper, message: "not a JSON object" },
      ],
    ],
    [
      "broken JSON, with the line where it breaks",
      '{\n  "Records": [\n    {"eventName": }\n  ]\n}',
      [],
      [{ file, line: 3, code: json, message: "not JSON: expected a value" }],
    ],
    [
      "JSON that ends too early",
      JSON.stringify(first).slice(0, -1),
      [],
      [
        {
          file,
          line: 1,
          code: json,
          message: "not JSON: the text ends where `,` or `}` was expected",
        },
      ],
    ],
    [
      "a message without JSON",
      JSON.stringify({ Records: [{ body: "no" }, { body: JSON.stringify(first) }] }),
      [at(first, null)],
      [{ file, line: null, code: wrapper, message: "`Records[0].body`: text is no JSON" }],
    ],
  ])("%s", (_, text, records, problems) => {
    expect(readEventText(text, file)).toMatchObject({ records, problems });
  });
});
