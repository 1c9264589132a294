import type { AliasChange, GrantChange, KeyChange } from "../../account/change.ts";
import { isUnreadable, type Snapshot, type SnapshotKey } from "../../account/snapshot.ts";
import { withKey } from "../../account/snapshot-keys.ts";
import { filterShared, withMember, withoutMember } from "../../account/structural-sharing.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import { unrecorded } from "./unrecorded.ts";

/** The account before a change to a key, its grants or its aliases, as far as the account after tells. */
export function beforeKeyChange(
  live: Snapshot,
  event: TrailEvent,
  change: KeyChange | GrantChange | AliasChange,
): Snapshot {
  switch (change.kind) {
    case "key-created":
      return withoutKey(live, change.metadata.Arn);
    case "alias-set":
      if (change.targetKeyArn === null) return live;
      return withKey(live, change.targetKeyArn, (key) => beforeAlias(key, event, change.aliasName));
    default:
      if (change.keyArn === null) return live;
      return withKey(live, change.keyArn, (key) => beforeOwnChange(key, change));
  }
}

function withoutKey(live: Snapshot, keyArn: string): Snapshot {
  // A key that was just created was not there, whether or not the others can be read.
  if (isUnreadable(live.keys)) return live;
  return withMember(
    live,
    "keys",
    filterShared(live.keys, (key) => key.metadata.Arn !== keyArn),
  );
}

/**
 * CreateAlias fails when the name is taken, so nobody had it. UpdateAlias took it from a key that
 * the event does not name, which may be the same one.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
 */
function beforeAlias(key: SnapshotKey, { eventName }: TrailEvent, aliasName: string): SnapshotKey {
  if (eventName !== "CreateAlias") return withMember(key, "aliases", unrecorded);
  const { aliases } = key;
  if (aliases === undefined || isUnreadable(aliases)) return key;
  return withMember(
    key,
    "aliases",
    filterShared(aliases, (alias) => alias.AliasName !== aliasName),
  );
}

function beforeOwnChange(
  key: SnapshotKey,
  change: Exclude<KeyChange, { readonly kind: "key-created" }> | GrantChange,
): SnapshotKey {
  switch (change.kind) {
    case "key-tags-set":
    case "key-tags-removed":
      return withMember(key, "tags", unrecorded);
    case "key-policy-put":
      return withMember(key, "policy", unrecorded);
    case "key-state-set":
      return withMember(
        key,
        "metadata",
        withoutMember(withoutMember(key.metadata, "KeyState"), "Enabled"),
      );
    case "key-primary-region-set":
      return withMember(key, "metadata", withoutMember(key.metadata, "MultiRegionConfiguration"));
    case "grant-created":
      return beforeGrant(key, change.grant);
    case "grant-removed":
      return withMember(key, "grants", unrecorded);
    case "key-deleted":
      return key;
  }
}

/**
 * A grant with a name may have been there: the call then answers with the old one.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
 */
function beforeGrant(
  key: SnapshotKey,
  { GrantId, Name }: Extract<GrantChange, { readonly kind: "grant-created" }>["grant"],
): SnapshotKey {
  if (Name !== undefined && Name !== "") return withMember(key, "grants", unrecorded);
  const { grants } = key;
  if (grants === undefined || isUnreadable(grants)) return key;
  return withMember(
    key,
    "grants",
    filterShared(grants, (grant) => grant.GrantId !== GrantId),
  );
}
