import * as z from "zod/mini";
import { parseArn } from "../../account/arn.ts";
import type { KeyMetadata } from "../../account/snapshot.ts";
import { optionalText, readShape } from "../call-request.ts";
import type { JsonObject } from "../json-object.ts";
import { present } from "../present.ts";

const optionalFlag = z.nullish(z.boolean());
const optionalTexts = z.nullish(z.array(z.string()));
const relatedKey = z.object({ arn: optionalText, region: optionalText });

const recordedMetadata = z.object({
  arn: optionalText,
  keyId: optionalText,
  keyState: optionalText,
  keySpec: optionalText,
  customerMasterKeySpec: optionalText,
  keyUsage: optionalText,
  keyManager: optionalText,
  origin: optionalText,
  description: optionalText,
  customKeyStoreId: optionalText,
  encryptionAlgorithms: optionalTexts,
  signingAlgorithms: optionalTexts,
  macAlgorithms: optionalTexts,
  keyAgreementAlgorithms: optionalTexts,
  multiRegion: optionalFlag,
  multiRegionConfiguration: z.nullish(
    z.object({
      multiRegionKeyType: optionalText,
      primaryKey: z.nullish(relatedKey),
      replicaKeys: z.nullish(z.array(relatedKey)),
    }),
  ),
});

type RecordedMetadata = z.infer<typeof recordedMetadata>;

/**
 * A new key's metadata as DescribeKey will show it. The account comes from the ARN: the record
 * spells its member `aWSAccountId` or `AWSAccountId`. Dates are left out: in records they are
 * texts of some locale.
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-createkey.html
 */
export function readKeyMetadata(
  recorded: JsonObject,
  keyArn: string,
  at: string,
): { readonly value: KeyMetadata } | { readonly malformed: string } {
  const shape = readShape(recordedMetadata, recorded, at);
  if ("malformed" in shape) return shape;
  const { value: metadata } = shape;
  const keyState = settledState(metadata);
  return {
    value: {
      Arn: keyArn,
      ...present({
        KeyId: keyArn.slice(keyArn.lastIndexOf("/") + 1),
        AWSAccountId: parseArn(keyArn)?.account,
        Enabled: keyState === null ? null : keyState === "Enabled",
        KeyState: keyState,
        KeySpec: metadata.keySpec,
        CustomerMasterKeySpec: metadata.customerMasterKeySpec,
        KeyUsage: metadata.keyUsage,
        KeyManager: metadata.keyManager,
        Origin: metadata.origin,
        Description: metadata.description,
        CustomKeyStoreId: metadata.customKeyStoreId,
        EncryptionAlgorithms: metadata.encryptionAlgorithms,
        SigningAlgorithms: metadata.signingAlgorithms,
        MacAlgorithms: metadata.macAlgorithms,
        KeyAgreementAlgorithms: metadata.keyAgreementAlgorithms,
        MultiRegion: metadata.multiRegion,
        MultiRegionConfiguration: multiRegionConfiguration(metadata),
      }),
    },
  };
}

/**
 * The state that a new key is in once it is made: a replica is Creating for a while, and no event
 * tells when that ends.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
function settledState({ keyState, origin }: RecordedMetadata): string | null {
  if (keyState !== "Creating") return keyState ?? null;
  return origin === "EXTERNAL" ? "PendingImport" : "Enabled";
}

function multiRegionConfiguration({ multiRegionConfiguration: recorded }: RecordedMetadata) {
  if (!recorded) return null;
  const key = ({ arn, region }: z.infer<typeof relatedKey>) =>
    present({ Arn: arn, Region: region });
  return present({
    MultiRegionKeyType: recorded.multiRegionKeyType,
    PrimaryKey: recorded.primaryKey ? key(recorded.primaryKey) : null,
    ReplicaKeys: recorded.replicaKeys?.map(key),
  });
}
