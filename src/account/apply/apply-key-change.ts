import type { KeyChange } from "../change.ts";
import { defaultKeyPolicy } from "../default-policy.ts";
import { sameDocument } from "../policy-document.ts";
import { sameJson } from "../same-json.ts";
import {
  isUnreadable,
  type KeyTag,
  type Snapshot,
  type SnapshotKey,
  type Unreadable,
} from "../snapshot.ts";
import { isHere, keyByArn, withKey } from "../snapshot-keys.ts";
import { filterShared, lastOfEach, putShared, withMember } from "../structural-sharing.ts";
import { editKnown } from "./edit-list.ts";
import { changesFrom } from "./key-state-change.ts";
import { withPrimaryRegion } from "./primary-region.ts";

/** The account after a change to one of its keys. */
export function applyKeyChange(snapshot: Snapshot, change: KeyChange): Snapshot {
  switch (change.kind) {
    case "key-created":
      return createKey(snapshot, change);
    case "key-deleted":
      return deleteKey(snapshot, change.keyArn);
    default:
      return withKey(snapshot, change.keyArn, (key) => changeKey(key, change));
  }
}

type ExistingKeyChange = Exclude<KeyChange, { readonly kind: "key-created" | "key-deleted" }>;

function changeKey(key: SnapshotKey, change: ExistingKeyChange): SnapshotKey {
  switch (change.kind) {
    case "key-tags-set":
      return withTags(key, change.tags, setTags);
    case "key-tags-removed":
      return withTags(key, change.tagKeys, removeTags);
    case "key-policy-put":
      if (sameDocument(key.policy, change.policy)) return key;
      return withMember(key, "policy", change.policy);
    case "key-state-set":
      return changesFrom(key, change.onlyFrom) ? withState(key, change.keyState) : key;
    case "key-primary-region-set":
      return withMember(key, "metadata", withPrimaryRegion(key.metadata, change.primaryRegion));
  }
}

/** Edits the tags with what the event tells; when it does not tell it, they become unreadable. */
function withTags<T>(
  key: SnapshotKey,
  told: readonly T[] | Unreadable,
  edit: (tags: readonly KeyTag[], told: readonly T[]) => readonly KeyTag[],
): SnapshotKey {
  if (isUnreadable(told)) return sameJson(key.tags, told) ? key : { ...key, tags: told };
  return withMember(
    key,
    "tags",
    editKnown(key.tags, (tags) => edit(tags, told)),
  );
}

/** KMS tag keys are case-sensitive. https://docs.aws.amazon.com/kms/latest/developerguide/tagging-keys.html */
function setTags(tags: readonly KeyTag[], added: readonly KeyTag[]): readonly KeyTag[] {
  return lastOfEach(added, (tag) => tag.TagKey).reduce(
    (all, { TagKey, TagValue }) =>
      putShared(
        all,
        (tag) => tag.TagKey === TagKey,
        (old) => (old?.TagValue === TagValue ? old : { TagKey, TagValue }),
      ),
    tags,
  );
}

function removeTags(tags: readonly KeyTag[], tagKeys: readonly string[]): readonly KeyTag[] {
  return filterShared(tags, (tag) => !tagKeys.includes(tag.TagKey));
}

/** `Enabled` is true exactly in the state Enabled. https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html */
function withState(key: SnapshotKey, keyState: string): SnapshotKey {
  const metadata = withMember(key.metadata, "KeyState", keyState);
  return withMember(key, "metadata", withMember(metadata, "Enabled", keyState === "Enabled"));
}

function createKey(
  snapshot: Snapshot,
  change: Extract<KeyChange, { readonly kind: "key-created" }>,
): Snapshot {
  const { metadata, policy, tags } = change;
  if (isUnreadable(snapshot.keys) || !isHere(snapshot, metadata.Arn)) return snapshot;
  const held = keyByArn(snapshot, metadata.Arn);
  if (held !== null) return fillKey(snapshot, held, change);
  const key: SnapshotKey = {
    metadata,
    policy: policy ?? defaultKeyPolicy(metadata.Arn),
    tags,
    aliases: [],
    grants: [],
  };
  return { ...snapshot, keys: [...snapshot.keys, key] };
}

/**
 * A replica is told twice, in the Region of its primary and in its own: what one record left out the
 * other fills in.
 */
function fillKey(
  snapshot: Snapshot,
  held: SnapshotKey,
  { policy, tags }: Extract<KeyChange, { readonly kind: "key-created" }>,
): Snapshot {
  let filled = held;
  if (isUnreadable(held.policy) && policy !== null && !isUnreadable(policy)) {
    filled = { ...filled, policy };
  }
  if (isUnreadable(held.tags) && !isUnreadable(tags)) filled = { ...filled, tags };
  if (filled === held || isUnreadable(snapshot.keys)) return snapshot;
  return { ...snapshot, keys: snapshot.keys.map((key) => (key === held ? filled : key)) };
}

function deleteKey(snapshot: Snapshot, keyArn: string): Snapshot {
  if (isUnreadable(snapshot.keys)) return snapshot;
  const others = filterShared(snapshot.keys, (key) => key.metadata.Arn !== keyArn);
  return withMember(snapshot, "keys", others);
}
