import { expect, it } from "vitest";
import { keyArn, keyId, kmsRecord, readChange, toldChanges } from "../sample-record.ts";

const state = (keyState: string, onlyFrom?: string[]) => ({
  kind: "key-state-set",
  keyArn,
  keyState,
  ...(onlyFrom && { onlyFrom }),
});

it.each<[eventName: string, change: object]>([
  ["EnableKey", state("Enabled")],
  ["DisableKey", state("Disabled")],
  ["ScheduleKeyDeletion", state("PendingDeletion")],
  ["CancelKeyDeletion", state("Disabled")],
  ["ImportKeyMaterial", state("Enabled", ["PendingImport"])],
  ["DeleteImportedKeyMaterial", state("PendingImport", ["Enabled", "Disabled"])],
  ["DeleteExpiredKeyMaterial", state("PendingImport", ["Enabled", "Disabled"])],
  ["DeleteKey", { kind: "key-deleted", keyArn }],
])("%s", (eventName, change) => {
  expect(toldChanges(kmsRecord(eventName, { requestParameters: { keyId } }))).toEqual([change]);
  expect(toldChanges(kmsRecord(eventName, { requestParameters: null }))).toEqual([change]);
});

it.each([
  ["PendingDeletion", "PendingDeletion"],
  ["PendingReplicaDeletion", "PendingReplicaDeletion"],
  [undefined, "PendingDeletion"],
  [7, "PendingDeletion"],
])("ScheduleKeyDeletion, answered with %j", (answered, keyState) => {
  const responseElements = { keyId: keyArn, keyState: answered, pendingWindowInDays: 30 };
  const record = kmsRecord("ScheduleKeyDeletion", { responseElements });
  expect(toldChanges(record)).toEqual([state(keyState)]);
});

it.each([
  "EnableKeyRotation",
  "DisableKeyRotation",
  "RotateKeyOnDemand",
  "RotateKey",
  "SynchronizeMultiRegionKey",
  "UpdateKeyDescription",
])("%s moves nothing, and says why", (eventName) => {
  expect(toldChanges(kmsRecord(eventName))).toEqual([
    { kind: "none", reason: expect.stringMatching(/does not decide who can use a key$/) },
  ]);
});

it("has the live key read when UpdatePrimaryRegion does not tell the Region", () => {
  expect(readChange(kmsRecord("UpdatePrimaryRegion"))).toEqual({
    changes: [
      { kind: "none", reason: `the event does not tell the new primary Region of \`${keyArn}\`` },
    ],
    readLive: true,
  });
});
