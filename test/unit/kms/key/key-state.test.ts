import { describe, expect, it } from "vitest";
import { usableInState } from "../../../../src/kms/key/key-state.ts";
import { KEYLESS_ACTIONS } from "../../../../src/kms/kms-vocabulary.ts";
import { namesOf, namesWhere, wordFor } from "../named-actions.ts";

const arn = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const inState = (KeyState: string) => usableInState({ Arn: arn, KeyState });
/** The actions on keys that the state refuses. */
const refused = (KeyState: string) =>
  namesWhere(inState(KeyState), "false").filter((name) => !namesOf(KEYLESS_ACTIONS).includes(name));

const use = [
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
  "ReEncryptFrom",
  "ReEncryptTo",
  "Sign",
  "Verify",
  "VerifyMac",
];
const whenDisabled = [
  ...use,
  "CreateGrant",
  "DisableKeyRotation",
  "EnableKeyRotation",
  "GetPublicKey",
  "ReplicateKey",
  "RotateKeyOnDemand",
  "UpdatePrimaryRegion",
];
const whenPendingDeletion = [
  ...whenDisabled,
  "CreateAlias",
  "DisableKey",
  "EnableKey",
  "GetParametersForImport",
  "ImportKeyMaterial",
  "ScheduleKeyDeletion",
  "TagResource",
  "UntagResource",
  "UpdateAlias",
  "UpdateKeyDescription",
];

const whenPendingImport = [...whenDisabled, "DisableKey", "EnableKey"];
const importing = ["DeleteImportedKeyMaterial", "GetParametersForImport", "ImportKeyMaterial"];
const whenUpdating = [
  "DeleteImportedKeyMaterial",
  "DisableKey",
  "EnableKey",
  "GetParametersForImport",
  "ReplicateKey",
  "ScheduleKeyDeletion",
];

// https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
describe("usableInState", () => {
  it.each([
    ["Enabled", []],
    ["Updating", whenUpdating],
    ["Disabled", whenDisabled],
    ["PendingDeletion", whenPendingDeletion],
    ["PendingReplicaDeletion", whenPendingDeletion],
    ["PendingImport", whenPendingImport],
    ["Creating", [...whenPendingImport, ...importing]],
    ["Unavailable", use],
  ])("%s", (state, expected) => {
    expect(refused(state)).toEqual([...expected].sort());
    expect(namesWhere(inState(state), "keyStateUnknown")).toEqual([]);
  });

  it("never hides who may manage the key", () => {
    for (const state of ["Disabled", "PendingDeletion", "PendingImport", "Unavailable"]) {
      for (const name of [
        "PutKeyPolicy",
        "GetKeyPolicy",
        "RevokeGrant",
        "DescribeKey",
        "CancelKeyDeletion",
        "DeleteAlias",
      ]) {
        expect(wordFor(inState(state), name)).toBe("true");
      }
    }
  });

  it.each([{}, { KeyState: "Hibernating" }, { Enabled: false }])(
    "leaves open what some state refuses: %j",
    (metadata) => {
      const verdict = usableInState({ Arn: arn, ...metadata });
      expect(namesWhere(verdict, "keyStateUnknown")).toEqual(
        [...whenPendingDeletion, "DeleteImportedKeyMaterial"].sort(),
      );
      expect(wordFor(verdict, "PutKeyPolicy")).toBe("true");
    },
  );

  it("takes `Enabled` for the state where that is missing, and the state where both are told", () => {
    expect(namesWhere(usableInState({ Arn: arn, Enabled: true }), "keyStateUnknown")).toEqual([]);
    expect(wordFor(usableInState({ Arn: arn, Enabled: true }), "Decrypt")).toBe("true");
    expect(
      wordFor(usableInState({ Arn: arn, Enabled: true, KeyState: "Disabled" }), "Decrypt"),
    ).toBe("false");
  });
});
