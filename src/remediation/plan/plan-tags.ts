import type { KeyChange } from "../../account/change.ts";
import { isUnreadable } from "../../account/snapshot.ts";
import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import { recordedKey, recordedTags } from "./recorded-parts.ts";
import { automatic, noRevert, type RevertInput, type RevertPlan } from "./revert-plan.ts";

type TagChange = Extract<KeyChange, { readonly kind: `key-tags-${string}` }>;

/**
 * Tags as they were: what was overwritten or removed gets its former value, what is new is removed.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_UntagResource.html
 */
export function planTags(change: TagChange, { before }: RevertInput): RevertPlan {
  const told = change.kind === "key-tags-set" ? change.tags : change.tagKeys;
  if (isUnreadable(told)) return noRevert("the record does not tell which tags the event changed");
  const held = recordedTags(recordedKey(before, change.keyArn));
  const restored = held.filter((tag) => differs(tag, change));
  const added = addedKeys(change).filter((key) => !held.some(({ TagKey }) => TagKey === key));
  return automatic([
    ...(restored.length === 0 ? [] : [tagCall(change.keyArn, restored)]),
    ...(added.length === 0 ? [] : [untagCall(change.keyArn, added)]),
  ]);
}

type Tag = { readonly TagKey: string; readonly TagValue: string };

/** Whether the change took this tag away or gave it another value. */
function differs({ TagKey, TagValue }: Tag, change: TagChange): boolean {
  if (change.kind === "key-tags-removed") {
    return !isUnreadable(change.tagKeys) && change.tagKeys.includes(TagKey);
  }
  if (isUnreadable(change.tags)) return false;
  const last = change.tags.findLast((tag) => tag.TagKey === TagKey);
  return last !== undefined && last.TagValue !== TagValue;
}

function addedKeys(change: TagChange): readonly string[] {
  if (change.kind === "key-tags-removed" || isUnreadable(change.tags)) return [];
  return [...new Set(change.tags.map(({ TagKey }) => TagKey))];
}

function tagCall(keyArn: string, tags: readonly Tag[]): RemediationCall {
  const Tags = tags.map(({ TagKey, TagValue }) => ({ TagKey, TagValue }));
  return { service: "kms", operation: "TagResource", input: { KeyId: keyArn, Tags } };
}

function untagCall(keyArn: string, tagKeys: readonly string[]): RemediationCall {
  return { service: "kms", operation: "UntagResource", input: { KeyId: keyArn, TagKeys: tagKeys } };
}
