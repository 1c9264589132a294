import { expect, it } from "vitest";
import { closestWord } from "../../../src/cli/closest-word.ts";

const words = ["kms:Decrypt", "kms:Encrypt", "kms:Sign"];

it.each([
  ["kms:decript", "kms:Decrypt"],
  ["kms:Encrypts", "kms:Encrypt"],
  ["kms:Sgin", "kms:Sign"],
  ["s3:GetObject", null],
])("%s is near to %s", (written, expected) => {
  expect(closestWord(written, words)).toBe(expected);
});
