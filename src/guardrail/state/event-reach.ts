import type { Change } from "../../account/change.ts";

/** Changes that lie in one key: the decisions about every other key are the same with and without them. */
const ofOneKey: ReadonlySet<Change["kind"]> = new Set([
  "grant-created",
  "grant-removed",
  "key-policy-put",
  "key-state-set",
  "key-tags-removed",
  "key-tags-set",
]);

/**
 * Whether what an earlier event changed may matter to the finding of a later one. Not where both lie
 * in keys, each in others: a key is decided by its own policy, tags, grants and state, and by what
 * belongs to the whole account.
 */
export function mayMatterTo(earlier: readonly Change[], later: readonly Change[]): boolean {
  return mayConflict(keysWithin(earlier), keysWithin(later));
}

/** Whether of two commits one may matter to the other; null: such a one may touch the whole account. */
export function mayConflict(
  mine: readonly string[] | null,
  others: readonly string[] | null,
): boolean {
  return mine === null || others === null || others.some((keyArn) => mine.includes(keyArn));
}

/** The keys in which changes lie; null: not in keys alone, or nobody can tell. */
export function keysWithin(changes: readonly Change[]): readonly string[] | null {
  if (changes.length === 0) return null;
  const arns = changes.map((change) =>
    ofOneKey.has(change.kind) && "keyArn" in change ? change.keyArn : null,
  );
  return arns.includes(null) ? null : arns.filter((arn) => arn !== null);
}
