import type { Change } from "../../account/change.ts";
import { sameJson } from "../../account/same-json.ts";
import { isUnreadable, type Snapshot, type SnapshotKey } from "../../account/snapshot.ts";

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
 * Whether of two events, or commits, one may matter to the other, by the keys in which they lie; null: one may touch
 * the whole account. A key is decided by its own policy, tags, grants and state, and by what belongs to the
 * whole account; whom its policy and grants name is asked about every key.
 */
export function mayConflict(
  mine: readonly string[] | null,
  others: readonly string[] | null,
): boolean {
  return mine === null || others === null || others.some((keyArn) => mine.includes(keyArn));
}

/**
 * Whether an event with these changes comes to the same finding before either state, which differ in aliases only.
 * Where the changes lie in keys, other keys' aliases do not matter.
 */
export function isSameFor(changes: readonly Change[], a: Snapshot, b: Snapshot): boolean {
  const arns = keysWithin(changes);
  const { keys: _, ...restOfA } = a;
  const { keys: __, ...restOfB } = b;
  const names = new Set([...Object.keys(restOfA), ...Object.keys(restOfB)]);
  const isSameAccount = [...names].every(
    (name) => Reflect.get(restOfA, name) === Reflect.get(restOfB, name),
  );
  if (arns === null || !isSameAccount || isUnreadable(a.keys) || isUnreadable(b.keys)) {
    return a === b;
  }
  const [keysOfA, keysOfB] = [a.keys, b.keys];
  return arns.every((arn) => sameJson(keyOf(keysOfA, arn), keyOf(keysOfB, arn)));
}

function keyOf(keys: readonly SnapshotKey[], arn: string): SnapshotKey | undefined {
  return keys.find(({ metadata }) => metadata.Arn === arn);
}

/** The keys in which changes lie; null: not in keys alone, or nobody can tell. */
export function keysWithin(changes: readonly Change[]): readonly string[] | null {
  if (changes.length === 0) return null;
  const arns = changes.map((change) =>
    ofOneKey.has(change.kind) && "keyArn" in change ? change.keyArn : null,
  );
  return arns.includes(null) ? null : arns.filter((arn) => arn !== null);
}
