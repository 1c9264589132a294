import { expect, it } from "vitest";
import { type Message, renderMessage } from "../../../src/cli/message.ts";

it.each<[Message, string]>([
  [{ code: "E_X", message: "odd" }, "odd [E_X]"],
  [{ code: "E_X", message: "odd", file: "a.json" }, "a.json: odd [E_X]"],
  [{ code: "E_X", message: "odd", file: "a.json", line: null, path: "" }, "a.json: odd [E_X]"],
  [
    { code: "E_X", message: "odd", file: "a.json", line: 7, path: "k[0]" },
    "a.json:7: `k[0]`: odd [E_X]",
  ],
  [{ code: "E_X", message: "odd", help: "do this" }, "odd [E_X]\n  help: do this"],
  [{ code: "E_X", message: "\u001b[2J\n", file: "a\r" }, "a\\r: \\u001b[2J\\n [E_X]"],
])("%j", (message, expected) => {
  expect(renderMessage(message)).toBe(expected);
});
