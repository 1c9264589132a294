import type { Change } from "../../account/change.ts";

/**
 * The ARNs of the keys that changes are about and that were there before; null: the changes do not
 * name them, they may be any.
 */
export function keysReached(changes: readonly Change[]): readonly string[] | null {
  const named = changes.map(keysOfChange);
  if (named.includes(null)) return null;
  return [...new Set(named.flatMap((arns) => arns ?? []))];
}

function keysOfChange(change: Change): readonly string[] | null {
  switch (change.kind) {
    case "key-created":
      return [];
    case "alias-set":
      return change.targetKeyArn === null ? null : [change.targetKeyArn];
    case "grant-created":
    case "grant-removed":
    case "key-deleted":
    case "key-policy-put":
    case "key-primary-region-set":
    case "key-state-set":
    case "key-tags-removed":
    case "key-tags-set":
      return change.keyArn === null ? null : [change.keyArn];
    default:
      return null;
  }
}
