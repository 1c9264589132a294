import { expect, it } from "vitest";
import { headline } from "../../../../src/alerts/words/headline.ts";

it.each([
  [
    "role/a can now Decrypt with alias/b (tag Project, by r/s)",
    "role/a can now Decrypt with alias/b",
  ],
  ["no access changed (by r/s)", "no access changed"],
  ["role/a can now Sign with alias/b (key policy, by x (y)/z)", "role/a can now Sign with alias/b"],
  ["the guardrail is disarmed (rule disabled)", "the guardrail is disarmed (rule disabled)"],
  ["", ""],
])("the headline of %j", (title, expected) => {
  expect(headline({ title })).toBe(expected);
});
