import { isUnreadable, type Snapshot, type SnapshotKey } from "../snapshot.ts";
import { keyByArn } from "../snapshot-keys.ts";
import type { UnknownValue } from "./attribute-value.ts";

/** The key with an ARN, or why nothing is known of it. */
export function heldKey(snapshot: Snapshot, keyArn: string): SnapshotKey | UnknownValue {
  if (isUnreadable(snapshot.keys)) return { unknown: snapshot.keys.unreadable };
  return keyByArn(snapshot, keyArn) ?? { unknown: "the key is not in the snapshot" };
}

/** Stands for a part of a key that the snapshot leaves out. */
export function leftOut(part: string): { readonly unreadable: string } {
  return { unreadable: `the snapshot does not tell the ${part} of the key` };
}
