import { parseArn } from "./arn.ts";
import { isUnreadable, type Snapshot, type SnapshotKey } from "./snapshot.ts";
import { mapShared, withMember } from "./structural-sharing.ts";

/** The key with an ARN; null when the snapshot does not hold it. */
export function keyByArn(snapshot: Snapshot, keyArn: string): SnapshotKey | null {
  if (isUnreadable(snapshot.keys)) return null;
  return snapshot.keys.find((key) => key.metadata.Arn === keyArn) ?? null;
}

/** The snapshot with every key changed that is to change. */
export function withKeys(snapshot: Snapshot, change: (key: SnapshotKey) => SnapshotKey): Snapshot {
  if (isUnreadable(snapshot.keys)) return snapshot;
  return withMember(snapshot, "keys", mapShared(snapshot.keys, change));
}

/** The snapshot with one key changed; the same when it does not hold the key. */
export function withKey(
  snapshot: Snapshot,
  keyArn: string,
  change: (key: SnapshotKey) => SnapshotKey,
): Snapshot {
  return withKeys(snapshot, (key) => (key.metadata.Arn === keyArn ? change(key) : key));
}

/** Whether an ARN is of the snapshot's account and Region; IAM's ARNs have no Region. */
export function isHere(snapshot: Snapshot, arnText: string): boolean {
  const arn = parseArn(arnText);
  if (arn === null || arn.account !== snapshot.account) return false;
  return arn.region === snapshot.region || arn.region === "";
}

/** The id of a key: the end of its ARN. */
export function keyIdOf(keyArn: string): string {
  return keyArn.slice(keyArn.lastIndexOf("/") + 1);
}
