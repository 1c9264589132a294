import { describe, expect, it } from "vitest";
import { possibleMove } from "../../../../src/kms/key/alias-move.ts";
import { wordFor } from "../named-actions.ts";

const arn = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const symmetric = { Arn: arn, KeySpec: "SYMMETRIC_DEFAULT", KeyUsage: "ENCRYPT_DECRYPT" };
const rsa = { Arn: arn, KeySpec: "RSA_2048", KeyUsage: "ENCRYPT_DECRYPT" };
const signing = { Arn: arn, KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" };
const elliptic = { Arn: arn, KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" };
const untold = { Arn: arn };

// https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html
describe("possibleMove", () => {
  it.each([
    ["the same type and usage", symmetric, symmetric, "true"],
    ["another spec of the same type", signing, elliptic, "true"],
    ["another type", symmetric, rsa, "false"],
    ["another usage", rsa, signing, "false"],
    [
      "a usage that is not told",
      symmetric,
      { Arn: arn, KeySpec: "SYMMETRIC_DEFAULT" },
      "keyUsageUnknown",
    ],
    [
      "a spec that is not told",
      { Arn: arn, KeyUsage: "ENCRYPT_DECRYPT" },
      symmetric,
      "keySpecUnknown",
    ],
    [
      "another usage, whatever the spec",
      { Arn: arn, KeyUsage: "ENCRYPT_DECRYPT" },
      signing,
      "false",
    ],
    ["nothing told", untold, untold, "open"],
  ])("%s", (_, from, to, word) => {
    expect(wordFor(possibleMove(from, to), "UpdateAlias")).toBe(word);
  });

  it("is about no other action", () => {
    expect(wordFor(possibleMove(symmetric, signing), "CreateAlias")).toBe("true");
    expect(wordFor(possibleMove(untold, untold), "DeleteAlias")).toBe("true");
  });
});
