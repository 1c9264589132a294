import { expect, it } from "vitest";
import { commanderMessage } from "../../../src/cli/commander-message.ts";

it.each([
  ["error: unknown option '--x'\n", "unknown option `--x` [E_USAGE]"],
  [
    "error: unknown command 'x'\n(Did you mean replay?)\n",
    "unknown command `x` [E_USAGE]\n  help: did you mean `replay`?",
  ],
  [
    "error: option '--mode <mode>' argument 'x' is invalid. Allowed choices are a, b.\n",
    "option `--mode <mode>` argument `x` is invalid: expected one of a, b [E_USAGE]",
  ],
  [
    "error: option '--since <time>' argument 'x' is invalid. expected a day\n",
    "option `--since <time>` argument `x` is invalid: expected a day [E_USAGE]",
  ],
  ["error: unknown option '--\u001b[31m'", "unknown option `--\\u001b[31m` [E_USAGE]"],
])("%j", (text, expected) => {
  expect(commanderMessage(text)).toBe(expected);
});
