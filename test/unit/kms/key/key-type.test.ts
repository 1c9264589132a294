import { describe, expect, it } from "vitest";
import { keyTypeOf } from "../../../../src/kms/key/key-type.ts";

const arn = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

// https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-compare.html
describe("keyTypeOf", () => {
  it.each([
    [{ KeySpec: "SYMMETRIC_DEFAULT" }, "symmetric"],
    [{ KeySpec: "RSA_2048", KeyUsage: "ENCRYPT_DECRYPT" }, "asymmetric"],
    [{ KeySpec: "ML_KEM_768", KeyUsage: "ENCAPSULATE_DECAPSULATE" }, "asymmetric"],
    [{ KeySpec: "HMAC_256" }, "HMAC"],
    [{ CustomerMasterKeySpec: "ECC_NIST_P256" }, "asymmetric"],
    [{ CustomerMasterKeySpec: "SYMMETRIC_DEFAULT", KeyUsage: "SIGN_VERIFY" }, "symmetric"],
    [{ KeyUsage: "SIGN_VERIFY" }, "asymmetric"],
    [{ KeyUsage: "KEY_AGREEMENT" }, "asymmetric"],
    [{ KeyUsage: "ENCAPSULATE_DECAPSULATE" }, "asymmetric"],
    [{ KeyUsage: "GENERATE_VERIFY_MAC" }, "HMAC"],
    [{ KeyUsage: "ENCRYPT_DECRYPT" }, null],
    [{}, null],
  ])("%j", (metadata, type) => {
    expect(keyTypeOf({ Arn: arn, ...metadata })).toBe(type);
  });
});
