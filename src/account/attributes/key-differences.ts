import { isUnreadable, type SnapshotKey, type Unreadable } from "../snapshot.ts";
import type { AttributeChange } from "./attribute-value.ts";
import { keyAttributes } from "./key-attributes.ts";
import { type Attributes, compareAttributes } from "./resource-differences.ts";

/** The parts of a key that are lists, and how the names of their members begin. */
const lists = [
  { part: "tags", prefix: "tag:" },
  { part: "aliases", prefix: "alias:" },
  { part: "grants", prefix: "grant:" },
] as const;

/** What tells a key as it is read from what is known of it; null: there is no such key. */
export function keyDifferences(
  known: SnapshotKey | null,
  live: SnapshotKey | null,
): readonly AttributeChange[] {
  if (known === null || live === null) {
    return compareAttributes(attributesOf(known), attributesOf(live));
  }
  const untold = lists.filter(({ part }) => isUntold(live[part]) || isUntold(known[part]));
  const told = (key: SnapshotKey): Attributes =>
    new Map(
      [...attributesOf(key)].filter(([name]) =>
        untold.every(({ prefix }) => !name.startsWith(prefix)),
      ),
    );
  const learned = untold.flatMap(({ part, prefix }) => {
    const after = live[part];
    if (after === undefined || isUnreadable(after)) return [];
    return [{ attribute: `${prefix}*`, before: unknownPart(known[part]), after }];
  });
  return [...compareAttributes(told(known), told(live)), ...learned];
}

function attributesOf(key: SnapshotKey | null): Attributes {
  if (key === null) return new Map();
  const type = key.metadata.MultiRegionConfiguration?.MultiRegionKeyType;
  return new Map([
    ["exists", true],
    ...keyAttributes(key).filter(([name]) => !name.endsWith(":*")),
    ...(type === undefined ? [] : [["multiRegionKeyType", type] as const]),
  ]);
}

function isUntold(part: readonly unknown[] | Unreadable | undefined): boolean {
  return part === undefined || isUnreadable(part);
}

function unknownPart(part: readonly unknown[] | Unreadable | undefined): {
  readonly unknown: string;
} {
  return { unknown: isUnreadable(part) ? part.unreadable : "the state does not tell it" };
}

/**
 * A key with the attributes that are taken over from what was read; of a part that was not known all,
 * of one that cannot be read none.
 */
export function repairKey(
  known: SnapshotKey,
  live: SnapshotKey,
  isTaken: (attribute: string) => boolean,
): SnapshotKey {
  const takesState = isTaken("keyState") || isTaken("multiRegionKeyType");
  const policy = isTaken("policy") ? live.policy : known.policy;
  const tags = repairList(known.tags, live.tags, ({ TagKey }) => isTaken(`tag:${TagKey}`), tagKey);
  const aliases = repairList(
    known.aliases,
    live.aliases,
    ({ AliasName }) => isTaken(`alias:${AliasName}`),
    aliasName,
  );
  const grants = repairList(
    known.grants,
    live.grants,
    ({ GrantId }) => isTaken(`grant:${GrantId}`),
    grantId,
  );
  return {
    metadata: takesState ? live.metadata : known.metadata,
    ...(policy === undefined ? {} : { policy }),
    ...(tags === undefined ? {} : { tags }),
    ...(aliases === undefined ? {} : { aliases }),
    ...(grants === undefined ? {} : { grants }),
  };
}

const tagKey = ({ TagKey }: { readonly TagKey: string }): string => TagKey;
const aliasName = ({ AliasName }: { readonly AliasName: string }): string => AliasName;
const grantId = ({ GrantId }: { readonly GrantId: string }): string => GrantId;

function repairList<T>(
  known: readonly T[] | Unreadable | undefined,
  live: readonly T[] | Unreadable | undefined,
  isTaken: (item: T) => boolean,
  nameOf: (item: T) => string,
): readonly T[] | Unreadable | undefined {
  if (live === undefined || isUnreadable(live)) return known ?? live;
  if (known === undefined || isUnreadable(known)) return live;
  const before = new Map(known.map((item) => [nameOf(item), item]));
  const after = new Map(live.map((item) => [nameOf(item), item]));
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    const some = old ?? now;
    if (some === undefined) return [];
    return (isTaken(some) ? now : old) ?? [];
  });
}
