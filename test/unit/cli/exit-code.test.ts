import { expect, it } from "vitest";
import { exitCodeOf } from "../../../src/cli/exit-code.ts";

it.each([
  [false, false, 0],
  [false, true, 1],
  [true, false, 3],
  [true, true, 3],
])("bad input %s, missed %s: %i", (badInput, missed, code) => {
  expect(exitCodeOf({ badInput, missed })).toBe(code);
});
