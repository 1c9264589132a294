import {
  type Grant,
  isUnreadable,
  type KeyTag,
  type Snapshot,
  type SnapshotKey,
  type VpcEndpoint,
} from "../../account/snapshot.ts";
import { keyByArn } from "../../account/snapshot-keys.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";

/** The key with an ARN in whichever snapshot holds it. */
export function recordedKey(snapshots: readonly Snapshot[], keyArn: string): SnapshotKey | null {
  for (const snapshot of snapshots) {
    const key = keyByArn(snapshot, keyArn);
    if (key !== null) return key;
  }
  return null;
}

/** The snapshot of the event's own account and Region: aliases and endpoints carry no ARN. */
export function snapshotOfEvent(
  snapshots: readonly Snapshot[],
  { recipientAccountId, awsRegion }: Pick<TrailEvent, "recipientAccountId" | "awsRegion">,
): Snapshot | null {
  return (
    snapshots.find(
      ({ account, region }) => account === recipientAccountId && region === awsRegion,
    ) ?? null
  );
}

/** The key that an alias stands for in a snapshot. */
export function recordedHolder(snapshot: Snapshot | null, aliasName: string): SnapshotKey | null {
  if (snapshot === null || isUnreadable(snapshot.keys)) return null;
  const holds = ({ aliases }: SnapshotKey): boolean =>
    aliases !== undefined &&
    !isUnreadable(aliases) &&
    aliases.some((alias) => alias.AliasName === aliasName);
  return snapshot.keys.find(holds) ?? null;
}

export function recordedTags(key: SnapshotKey | null): readonly KeyTag[] {
  const tags = key?.tags;
  return tags === undefined || isUnreadable(tags) ? [] : tags;
}

/** The grant with an id, with the key that holds it. */
export function recordedGrant(
  snapshots: readonly Snapshot[],
  grantId: string,
): { readonly keyArn: string; readonly grant: Grant } | null {
  for (const { keys } of snapshots) {
    if (isUnreadable(keys)) continue;
    for (const { metadata, grants } of keys) {
      if (grants === undefined || isUnreadable(grants)) continue;
      const grant = grants.find(({ GrantId }) => GrantId === grantId);
      if (grant !== undefined) return { keyArn: metadata.Arn, grant };
    }
  }
  return null;
}

export function recordedEndpoint(
  snapshot: Snapshot | null,
  vpcEndpointId: string,
): VpcEndpoint | null {
  const endpoints = snapshot?.vpcEndpoints;
  if (endpoints === undefined || isUnreadable(endpoints)) return null;
  return endpoints.find((endpoint) => endpoint.VpcEndpointId === vpcEndpointId) ?? null;
}
