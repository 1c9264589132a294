import { expect, it } from "vitest";
import { isNearMiss } from "../../../../src/access/decide/near-miss.ts";

it.each([
  ["contextcomplete", "contextComplete", true],
  ["context_complete", "contextComplete", true],
  ["contextComplet", "contextComplete", true],
  ["contextCompleted", "contextComplete", true],
  ["principel", "principal", true],
  ["note", "key", false],
  ["source", "context", false],
  ["key", "key", false],
])("%s is meant to be %s: %s", (word, meant, expected) => {
  expect(isNearMiss(word, meant)).toBe(expected);
});
