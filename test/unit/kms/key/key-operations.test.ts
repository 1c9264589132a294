import { describe, expect, it } from "vitest";
import type { KeyMetadata } from "../../../../src/account/snapshot.ts";
import { KMS_ACTIONS } from "../../../../src/kms/action-table.ts";
import { possibleOperations } from "../../../../src/kms/key/key-operations.ts";
import { namesWhere, wordFor } from "../named-actions.ts";

const symmetric: KeyMetadata = {
  Arn: "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  KeyManager: "CUSTOMER",
  KeySpec: "SYMMETRIC_DEFAULT",
  KeyUsage: "ENCRYPT_DECRYPT",
};
const own = { crossAccount: false, multiRegionServiceRole: false };
const possible = (
  metadata: Partial<KeyMetadata>,
  caller: Partial<Parameters<typeof possibleOperations>[1]> = {},
) => possibleOperations({ ...symmetric, ...metadata }, { ...own, ...caller });
/** Metadata without some members. */
const without = (...members: readonly string[]) =>
  possibleOperations(
    Object.fromEntries(
      Object.entries(symmetric).filter(([name]) => !members.includes(name)),
    ) as unknown as KeyMetadata,
    own,
  );

const asking = [
  "Decapsulate",
  "Decrypt",
  "DeriveSharedSecret",
  "Encapsulate",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyPair",
  "GenerateDataKeyPairWithoutPlaintext",
  "GenerateDataKeyWithoutPlaintext",
  "GenerateMac",
  "GetPublicKey",
  "ReEncryptFrom",
  "ReEncryptTo",
  "Sign",
  "Verify",
  "VerifyMac",
];
const encrypting = ["Decrypt", "Encrypt", "ReEncryptFrom", "ReEncryptTo"];
const dataKeys = asking.filter((name) => name.startsWith("GenerateDataKey"));

// https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-compare.html
describe("what a key is for", () => {
  it.each([
    ["SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", [...encrypting, ...dataKeys]],
    ["RSA_2048", "ENCRYPT_DECRYPT", [...encrypting, "GetPublicKey"]],
    ["RSA_4096", "SIGN_VERIFY", ["GetPublicKey", "Sign", "Verify"]],
    ["ECC_NIST_P256", "SIGN_VERIFY", ["GetPublicKey", "Sign", "Verify"]],
    ["ECC_NIST_P256", "KEY_AGREEMENT", ["DeriveSharedSecret", "GetPublicKey"]],
    ["HMAC_256", "GENERATE_VERIFY_MAC", ["GenerateMac", "VerifyMac"]],
    ["ML_KEM_768", "ENCAPSULATE_DECAPSULATE", ["Decapsulate", "Encapsulate", "GetPublicKey"]],
  ])("%s for %s", (KeySpec, KeyUsage, expected) => {
    const verdict = possible({ KeySpec, KeyUsage });
    expect(asking.filter((name) => wordFor(verdict, name) === "true")).toEqual(
      [...expected].sort(),
    );
    expect(asking.filter((name) => wordFor(verdict, name) === "false")).toHaveLength(
      asking.length - expected.length,
    );
    expect(wordFor(verdict, "DescribeKey")).toBe("true");
    expect(wordFor(verdict, "PutKeyPolicy")).toBe("true");
  });

  it("reads the former name of the spec", () => {
    const { KeySpec: _, ...rest } = symmetric;
    const former = possibleOperations(
      { ...rest, CustomerMasterKeySpec: "SYMMETRIC_DEFAULT" } as KeyMetadata,
      own,
    );
    expect(wordFor(former, "GenerateDataKey")).toBe("true");
    expect(wordFor(former, "GetPublicKey")).toBe("false");
  });
});

describe("what missing metadata leaves open", () => {
  it("a missing usage: every use", () => {
    const open = namesWhere(without("KeyUsage"), "keyUsageUnknown");
    expect(open).toEqual(asking.filter((name) => name !== "GetPublicKey"));
    expect(wordFor(without("KeyUsage"), "GetPublicKey")).toBe("false");
    expect(wordFor(possible({ KeyUsage: "NEW_USAGE" }), "Sign")).toBe("keyUsageUnknown");
  });

  it("a missing spec: data keys and the public key", () => {
    expect(namesWhere(without("KeySpec"), "keySpecUnknown")).toEqual([...dataKeys, "GetPublicKey"]);
    expect(wordFor(without("KeySpec"), "Decrypt")).toBe("true");
  });

  it.each([
    ["SIGN_VERIFY", "Sign", "true"],
    ["KEY_AGREEMENT", "DeriveSharedSecret", "true"],
    ["ENCAPSULATE_DECAPSULATE", "Encapsulate", "true"],
    ["GENERATE_VERIFY_MAC", "GenerateMac", "false"],
  ])("not what the usage %s tells of a missing spec", (KeyUsage, use, publicKey) => {
    const { KeySpec: _, ...rest } = symmetric;
    const verdict = possibleOperations({ ...rest, KeyUsage } as KeyMetadata, own);
    expect(wordFor(verdict, use)).toBe("true");
    expect(wordFor(verdict, "GenerateDataKey")).toBe("false");
    expect(wordFor(verdict, "GetPublicKey")).toBe(publicKey);
  });

  it("a missing manager: what AWS managed keys refuse", () => {
    const managed = namesWhere(possible({ KeyManager: "AWS" }), "false");
    const customer = namesWhere(possible({}), "false");
    expect(namesWhere(without("KeyManager"), "keyManagerUnknown")).toEqual(
      managed.filter((name) => !customer.includes(name)),
    );
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key
describe("an AWS managed key", () => {
  it.each([
    "PutKeyPolicy",
    "ScheduleKeyDeletion",
    "DisableKey",
    "TagResource",
    "UntagResource",
    "CreateAlias",
    "UpdateAlias",
    "DeleteAlias",
    "EnableKeyRotation",
  ])("refuses %s", (name) => {
    expect(wordFor(possible({ KeyManager: "AWS" }), name)).toBe("false");
    expect(wordFor(possible({}), name)).toBe("true");
  });

  it.each([
    "Decrypt",
    "GenerateDataKey",
    "DescribeKey",
    "GetKeyPolicy",
    "CreateGrant",
    "ListGrants",
  ])("performs %s", (name) => {
    expect(wordFor(possible({ KeyManager: "AWS" }), name)).toBe("true");
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
describe("a caller of another account", () => {
  it("reaches what the table says", () => {
    const crossing = possible({ KeySpec: "RSA_2048" }, { crossAccount: true });
    const inside = possible({ KeySpec: "RSA_2048" });
    for (const { name, resource, crossAccount } of KMS_ACTIONS) {
      if (resource === "none") continue;
      expect([name, wordFor(crossing, name)]).toEqual([
        name,
        crossAccount ? wordFor(inside, name) : "false",
      ]);
    }
  });

  it.each([
    ["Decrypt", "true"],
    ["CreateGrant", "true"],
    ["RevokeGrant", "true"],
    ["PutKeyPolicy", "false"],
    ["TagResource", "false"],
    ["CreateAlias", "false"],
    ["ScheduleKeyDeletion", "false"],
  ])("%s: %s", (name, expected) => {
    expect(wordFor(possible({}, { crossAccount: true }), name)).toBe(expected);
  });
});

describe("SynchronizeMultiRegionKey", () => {
  it("is for the service-linked role of KMS", () => {
    expect(wordFor(possible({}), "SynchronizeMultiRegionKey")).toBe("false");
    expect(
      wordFor(possible({}, { multiRegionServiceRole: true }), "SynchronizeMultiRegionKey"),
    ).toBe("true");
  });
});
