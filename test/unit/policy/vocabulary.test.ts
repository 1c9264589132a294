import { describe, expect, it } from "vitest";
import { actionIndexes, NO_ACTIONS } from "../../../src/policy/action-set.ts";
import { actionsOfPattern, makeVocabulary } from "../../../src/policy/vocabulary.ts";
import { VOCABULARY } from "./sample-test.ts";

describe("makeVocabulary", () => {
  it("numbers the actions in their order", () => {
    expect(VOCABULARY.names).toEqual([
      "kms:Decrypt",
      "kms:Encrypt",
      "kms:TagResource",
      "kms:ListKeys",
    ]);
    expect(actionIndexes(VOCABULARY.all)).toEqual([0, 1, 2, 3]);
    expect(VOCABULARY.indexOf.get("kms:tagresource")).toBe(2);
    expect(VOCABULARY.carriers("kms:viaservice")).toEqual({ lo: 3, hi: 0 });
  });

  it("may be empty", () => {
    expect(makeVocabulary([], () => null).all).toEqual(NO_ACTIONS);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
describe("actionsOfPattern", () => {
  it.each([
    ["*", [0, 1, 2, 3]],
    ["kms:*", [0, 1, 2, 3]],
    ["*:*", [0, 1, 2, 3]],
    ["KMS:DECRYPT", [0]],
    ["kms:*crypt", [0, 1]],
    ["kms:??crypt", [0, 1]],
    ["kms:?crypt", []],
    ["kms:*Keys", [3]],
    ["k*:List*", [3]],
    ["s3:*", []],
    ["kms:Sign", []],
    ["Decrypt", []],
  ])("%s: %j", (pattern, indexes) => {
    expect(actionIndexes(actionsOfPattern(VOCABULARY, pattern))).toEqual(indexes);
  });
});
