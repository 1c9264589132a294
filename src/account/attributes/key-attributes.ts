import { changesFrom } from "../apply/key-state-change.ts";
import { withPrimaryRegion } from "../apply/primary-region.ts";
import type { KeyChange } from "../change.ts";
import { defaultKeyPolicy } from "../default-policy.ts";
import { isUnreadable, type KeyTag, type Snapshot, type SnapshotKey } from "../snapshot.ts";
import { lastOfEach } from "../structural-sharing.ts";
import {
  type AttributeChange,
  appeared,
  disappeared,
  documentValue,
  isUnknown,
  memberValue,
  memberValues,
  type UnknownValue,
} from "./attribute-value.ts";
import { heldKey, leftOut } from "./held-key.ts";

type Held = SnapshotKey | UnknownValue;

/** The attributes of a key that a change touches. */
export function keyAttributeChanges(
  before: Snapshot,
  change: KeyChange,
): readonly AttributeChange[] {
  const key = heldKey(before, change.kind === "key-created" ? change.metadata.Arn : change.keyArn);
  switch (change.kind) {
    case "key-created":
      return isUnknown(key) ? createdAttributes(change) : filledAttributes(key, change);
    case "key-tags-set":
      return tagsSet(key, change.tags);
    case "key-tags-removed":
      return tagsRemoved(key, change.tagKeys);
    case "key-policy-put": {
      const old = isUnknown(key) ? key : documentValue(key.policy);
      return [{ attribute: "policy", before: old, after: documentValue(change.policy) }];
    }
    case "key-state-set":
      if (!isUnknown(key) && !changesFrom(key, change.onlyFrom)) return [];
      return [{ attribute: "keyState", before: keyState(key), after: change.keyState }];
    case "key-deleted":
      return disappeared(isUnknown(key) ? [["keyState", key]] : keyAttributes(key));
    case "key-primary-region-set":
      return primaryRegionSet(key, change);
  }
}

function createdAttributes({
  metadata,
  policy,
  tags,
}: Extract<KeyChange, { readonly kind: "key-created" }>): readonly AttributeChange[] {
  const told = policy ?? defaultKeyPolicy(metadata.Arn);
  return appeared(keyAttributes({ metadata, policy: told, tags }));
}

/** A key that is told twice: only what was not known before. */
function filledAttributes(
  key: SnapshotKey,
  { policy, tags }: Extract<KeyChange, { readonly kind: "key-created" }>,
): readonly AttributeChange[] {
  const filled: AttributeChange[] = [];
  if (isUnreadable(key.policy) && policy !== null && !isUnreadable(policy)) {
    const before = { unknown: key.policy.unreadable };
    filled.push({ attribute: "policy", before, after: documentValue(policy) });
  }
  if (isUnreadable(key.tags) && !isUnreadable(tags)) {
    filled.push({ attribute: "tag:*", before: { unknown: key.tags.unreadable }, after: tags });
  }
  return filled;
}

/** Every attribute of a key that findings tell; of a part that is left out, none. */
export function keyAttributes(key: SnapshotKey): readonly (readonly [string, unknown])[] {
  const { Arn } = key.metadata;
  return [
    ["keyState", keyState(key)],
    ["policy", documentValue(key.policy)],
    ...memberValues(
      "tag",
      key.tags,
      (tag) => tag.TagKey,
      (tag) => tag.TagValue,
    ),
    ...memberValues(
      "alias",
      key.aliases,
      (alias) => alias.AliasName,
      () => Arn,
    ),
    ...memberValues(
      "grant",
      key.grants,
      (grant) => grant.GrantId,
      (grant) => grant,
    ),
  ];
}

function keyState(key: Held): unknown {
  if (isUnknown(key)) return key;
  return key.metadata.KeyState ?? { unknown: leftOut("state").unreadable };
}

function tagValue(key: Held, tagKey: string): unknown {
  if (isUnknown(key)) return key;
  return memberValue(
    key.tags ?? leftOut("tags"),
    (tag) => tag.TagKey === tagKey,
    (tag) => tag.TagValue,
  );
}

function tagsSet(
  key: Held,
  tags: Extract<KeyChange, { readonly kind: "key-tags-set" }>["tags"],
): readonly AttributeChange[] {
  if (isUnreadable(tags)) return tagsUntold(key, tags.unreadable);
  return lastOfEach(tags, (tag) => tag.TagKey).map(({ TagKey, TagValue }) => ({
    attribute: `tag:${TagKey}`,
    before: tagValue(key, TagKey),
    after: TagValue,
  }));
}

function tagsRemoved(
  key: Held,
  tagKeys: Extract<KeyChange, { readonly kind: "key-tags-removed" }>["tagKeys"],
): readonly AttributeChange[] {
  if (isUnreadable(tagKeys)) return tagsUntold(key, tagKeys.unreadable);
  return [...new Set(tagKeys)].map((tagKey) => ({
    attribute: `tag:${tagKey}`,
    before: tagValue(key, tagKey),
    after: null,
  }));
}

/** The event does not tell which tags it changed, so each may have. */
function tagsUntold(key: Held, reason: string): readonly AttributeChange[] {
  const after = { unknown: reason };
  const known: readonly KeyTag[] =
    isUnknown(key) || key.tags === undefined || isUnreadable(key.tags) ? [] : key.tags;
  if (known.length > 0) {
    return known.map((tag) => ({ attribute: `tag:${tag.TagKey}`, before: tag.TagValue, after }));
  }
  const isEmpty = !isUnknown(key) && Array.isArray(key.tags);
  return [{ attribute: "tag:*", before: isEmpty ? null : tagValue(key, "*"), after }];
}

function primaryRegionSet(
  key: Held,
  change: Extract<KeyChange, { readonly kind: "key-primary-region-set" }>,
): readonly AttributeChange[] {
  const old = isUnknown(key) ? key : key.metadata.MultiRegionConfiguration?.MultiRegionKeyType;
  const after = withPrimaryRegion({ Arn: change.keyArn }, change.primaryRegion);
  return [
    {
      attribute: "multiRegionKeyType",
      before: old ?? { unknown: leftOut("multi-Region type").unreadable },
      after: after.MultiRegionConfiguration?.MultiRegionKeyType ?? null,
    },
  ];
}
