import type { KMSClient } from "@aws-sdk/client-kms";
import { isUnreadable, type SnapshotKey, type Unreadable } from "../../account/snapshot.ts";
import type { KeyFacts } from "../../guardrail/watch/doctor.ts";
import { makeKmsReader } from "../read/kms-reader.ts";
import { listKeys } from "../read/list-keys.ts";
import { mapInTurn } from "../snapshot/in-turn.ts";

const keysAtATime = 6;

/** Whether each key of the Region can be read whole. A key that is gone since it was listed is none. */
export async function readKeyFacts(client: KMSClient): Promise<readonly KeyFacts[] | Unreadable> {
  const arns = await listKeys(client);
  if (isUnreadable(arns)) return arns;
  const reader = makeKmsReader(client);
  const keys = await mapInTurn(arns, keysAtATime, (arn) => reader.readKey(arn));
  return keys.flatMap((key) => (key === null ? [] : [keyFacts(key)]));
}

function keyFacts({ metadata, policy, tags, aliases, grants }: SnapshotKey): KeyFacts {
  const parts = { policy, tags, aliases, grants };
  const unread = Object.entries(parts).flatMap(([name, part]) =>
    isUnreadable(part) ? [`${name}: ${part.unreadable}`] : [],
  );
  // Metadata that could not be read is the ARN alone.
  const isBare = Object.keys(metadata).length === 1;
  return { arn: metadata.Arn, unread: isBare ? ["metadata", ...unread] : unread };
}
