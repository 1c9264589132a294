import * as z from "zod/mini";
import type { Change } from "../../account/change.ts";
import { optionalText, requestParser } from "../call-request.ts";
import { textMember } from "../json-object.ts";
import { type CallParser, malformed, noChange, told, untold } from "../reading.ts";
import type { TrailCall } from "../trail-call.ts";
import { keyArnInRegionOfRecord } from "./key-arn-of-record.ts";
import { readKeyCall } from "./key-call.ts";

const keyRequest = z.object({ keyId: optionalText });
const primaryRegionRequest = z.object({ keyId: optionalText, primaryRegion: optionalText });

type ChangeOfKey = (keyArn: string, call: TrailCall) => Change;

const ofKey = (change: ChangeOfKey): CallParser =>
  requestParser(keyRequest, ({ keyId }, call) =>
    readKeyCall(call, keyId, (keyArn) => told(change(keyArn, call))),
  );

const setsState = (keyState: string, onlyFrom?: readonly string[]): CallParser =>
  ofKey((keyArn) => ({
    kind: "key-state-set",
    keyArn,
    keyState,
    ...(onlyFrom === undefined ? {} : { onlyFrom }),
  }));

/** Without key material a key is unusable; a key that is pending deletion stays so. */
const losesMaterial = setsState("PendingImport", ["Enabled", "Disabled"]);

const movesNothing = (what: string): CallParser => {
  const reading = noChange(`${what} does not decide who can use a key`);
  return () => reading;
};

/**
 * The life of a key.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html (then Disabled)
 * https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-delete-key-material.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-update-primary-region.html
 */
export const kmsLifecycleEvents: ReadonlyMap<string, CallParser> = new Map([
  ["EnableKey", setsState("Enabled")],
  ["DisableKey", setsState("Disabled")],
  [
    "ScheduleKeyDeletion",
    ofKey((keyArn, call) => ({
      kind: "key-state-set",
      keyArn,
      keyState: scheduledState(call),
    })),
  ],
  ["CancelKeyDeletion", setsState("Disabled")],
  ["DeleteKey", ofKey((keyArn) => ({ kind: "key-deleted", keyArn }))],
  ["ImportKeyMaterial", setsState("Enabled", ["PendingImport"])],
  ["DeleteImportedKeyMaterial", losesMaterial],
  ["DeleteExpiredKeyMaterial", losesMaterial],
  [
    "UpdatePrimaryRegion",
    requestParser(primaryRegionRequest, ({ keyId, primaryRegion }, call) => {
      const keyArn = keyArnInRegionOfRecord(call, keyId);
      if (keyArn === null) return malformed("no KMS key of the record's own Region");
      return primaryRegion
        ? told({ kind: "key-primary-region-set", keyArn, primaryRegion })
        : untold(`the event does not tell the new primary Region of \`${keyArn}\``);
    }),
  ],
  ["EnableKeyRotation", movesNothing("rotation")],
  ["DisableKeyRotation", movesNothing("rotation")],
  ["RotateKeyOnDemand", movesNothing("rotation")],
  ["RotateKey", movesNothing("rotation")],
  ["SynchronizeMultiRegionKey", movesNothing("synchronization of key material")],
  ["UpdateKeyDescription", movesNothing("a description")],
]);

/**
 * A multi-Region primary key with replicas waits for their deletion first.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
 */
function scheduledState(call: TrailCall): string {
  const keyState = textMember(call.response, "keyState");
  return keyState === "PendingReplicaDeletion" ? keyState : "PendingDeletion";
}
