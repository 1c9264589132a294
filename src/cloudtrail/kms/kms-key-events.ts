import * as z from "zod/mini";
import type { Change } from "../../account/change.ts";
import type { KeyMetadata, KeyTag, Unreadable } from "../../account/snapshot.ts";
import { optionalDocument, readShape, requestParser } from "../call-request.ts";
import { type JsonObject, objectMember, textMember } from "../json-object.ts";
import {
  type CallParser,
  malformed,
  notInRecord,
  partlyTold,
  type Reading,
  told,
} from "../reading.ts";
import { isKeyArn, keyArnOfRecord } from "./key-arn-of-record.ts";
import { readKeyMetadata } from "./key-metadata.ts";
import { asKeyTags, recordedKeyTags } from "./recorded-key-tags.ts";

const newKeyRequest = z.object({ policy: optionalDocument, tags: recordedKeyTags });
const replicaResponse = z.object({ replicaPolicy: optionalDocument, replicaTags: recordedKeyTags });

/**
 * New keys. Policy and tags come in the request: without a policy KMS sets its default one, and
 * tags given here cause no TagResource event. ReplicateKey is logged in the primary's Region and
 * tells the replica's policy; a CreateKey is logged in the replica's Region beside it.
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-createkey.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-replicate-key.html
 */
export const kmsKeyEvents: ReadonlyMap<string, CallParser> = new Map([
  [
    "CreateKey",
    requestParser(newKeyRequest, (request, call) => {
      const recorded = objectMember(call.response, "keyMetadata");
      const keyArn = newKeyArn(recorded) ?? keyArnOfRecord(call, textMember(recorded, "keyId"));
      return keyCreated(keyArn, recorded, "responseElements.keyMetadata", (metadata) => {
        const type = metadata.MultiRegionConfiguration?.MultiRegionKeyType;
        // For a replica, KMS makes the call: what it left out, ReplicateKey tells.
        const known = call.request !== null && (type !== "REPLICA" || Boolean(request.policy));
        return {
          policy: request.policy ?? (known ? null : notInRecord),
          tags: asKeyTags(request.tags) ?? (known ? [] : notInRecord),
        };
      });
    }),
  ],
  [
    "ReplicateKey",
    requestParser(newKeyRequest, (request, call) => {
      const response = readShape(replicaResponse, call.response ?? {}, "responseElements");
      if ("malformed" in response) return response;
      const { replicaPolicy, replicaTags } = response.value;
      const recorded = objectMember(call.response, "replicaKeyMetadata");
      const at = "responseElements.replicaKeyMetadata";
      return keyCreated(newKeyArn(recorded), recorded, at, () => ({
        policy: replicaPolicy ?? request.policy ?? (call.request ? null : notInRecord),
        tags: asKeyTags(request.tags ?? replicaTags) ?? (call.request ? [] : notInRecord),
      }));
    }),
  ],
]);

interface NewKeyContents {
  readonly policy: string | null | Unreadable;
  readonly tags: readonly KeyTag[] | Unreadable;
}

/** A new key of these contents; without its metadata only its ARN is known. */
function keyCreated(
  keyArn: string | null,
  recorded: JsonObject | null,
  at: string,
  contentsOf: (metadata: KeyMetadata) => NewKeyContents,
): Reading {
  if (keyArn === null) return malformed(`no ARN of the new KMS key in \`${at}\``);
  const read =
    recorded === null ? { value: { Arn: keyArn } } : readKeyMetadata(recorded, keyArn, at);
  if ("malformed" in read) return read;
  const contents = contentsOf(read.value);
  const change: Change = { kind: "key-created", metadata: read.value, ...contents };
  const isTold =
    recorded !== null && contents.policy !== notInRecord && contents.tags !== notInRecord;
  return isTold ? told(change) : partlyTold(change);
}

function newKeyArn(recorded: JsonObject | null): string | null {
  const arn = textMember(recorded, "arn");
  return arn !== null && isKeyArn(arn) ? arn : null;
}
