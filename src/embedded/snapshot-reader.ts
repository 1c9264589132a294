import { isUnreadable, type Snapshot, type Unreadable } from "../account/snapshot.ts";
import { keyByArn } from "../account/snapshot-keys.ts";
import type { LiveReader } from "../guardrail/ports.ts";

/** Reads a snapshot as if it were the live account. */
export function makeSnapshotReader(snapshot: () => Snapshot): LiveReader {
  return {
    readKey: async (keyArn) => {
      const { keys } = snapshot();
      if (!isUnreadable(keys)) return keyByArn(snapshot(), keyArn);
      return { metadata: { Arn: keyArn }, policy: keys, tags: keys, aliases: keys, grants: keys };
    },
    readEndpoints: async () => snapshot().vpcEndpoints ?? [],
    readAuthorizationDetails: async () => snapshot().authorizationDetails ?? leftOut,
  };
}

const leftOut: Unreadable = { unreadable: "the snapshot does not tell the IAM inventory" };
