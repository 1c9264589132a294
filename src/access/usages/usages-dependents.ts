import {
  isUnreadable,
  type Snapshot,
  type SnapshotKey,
  type Unreadable,
} from "../../account/snapshot.ts";
import { withKeys } from "../../account/snapshot-keys.ts";
import { filterShared, withMember } from "../../account/structural-sharing.ts";
import type { Compiler } from "../../kms/compiler.ts";
import { compileWorld, type World } from "../../kms/world/world.ts";
import type { AccessChange } from "../compare/access-change.ts";
import { type ComparisonScope, compareAccess } from "../compare/compare-access.ts";
import { universeOfPaths, universeOfPrincipals } from "../who-can/universe.ts";
import type { UsageKey } from "./usages-keys.ts";

export interface DependentOptions {
  readonly compiler: Compiler;
  readonly trustedAccounts: readonly string[];
}

/**
 * Whose access would change if tags and aliases were taken off the keys that carry them; of the
 * principals only those that `concerns` tells.
 */
export function dependentsOnKeys(
  snapshots: readonly Snapshot[],
  carriers: readonly UsageKey[],
  concerns: (principal: string) => boolean,
  options: DependentOptions,
): readonly AccessChange[] {
  const taken = new Map<string, Set<string>>();
  for (const { key, attribute } of carriers) {
    const attributes = taken.get(key);
    if (attributes === undefined) taken.set(key, new Set([attribute]));
    else attributes.add(attribute);
  }
  const after = snapshots.map((snapshot) =>
    withKeys(snapshot, (key) => {
      const attributes = taken.get(key.metadata.Arn);
      return attributes === undefined ? key : withoutAttributes(key, attributes);
    }),
  );
  const regions = [...new Set(carriers.map(({ region }) => region))];
  return compareWorlds({ snapshots, after, options }, concerns, (before) =>
    regions.map((region) => ({
      keys: [...new Set(carriers.filter((one) => one.region === region).map(({ key }) => key))],
      paths: universeOfPaths(before, region).map((path) => ({
        via: path.via,
        before: path,
        after: path,
      })),
    })),
  );
}

function withoutAttributes(key: SnapshotKey, attributes: ReadonlySet<string>): SnapshotKey {
  const { tags, aliases } = key;
  const withTags = withMember(
    key,
    "tags",
    without(tags, ({ TagKey }) => attributes.has(`tag:${TagKey}`)),
  );
  const kept = without(aliases, ({ AliasName }) => attributes.has(`alias:${AliasName}`));
  return withMember(withTags, "aliases", kept);
}

function without<Item>(
  list: readonly Item[] | Unreadable | undefined,
  isTaken: (item: Item) => boolean,
): readonly Item[] | Unreadable | undefined {
  if (list === undefined || isUnreadable(list)) return list;
  return filterShared(list, (item) => !isTaken(item));
}

/** The account as it is and as it would be. */
export interface ComparedSnapshots {
  readonly snapshots: readonly Snapshot[];
  readonly after: readonly Snapshot[];
  readonly options: DependentOptions;
}

/** What access differs between two states of the account; a disabled key hides nothing. */
export function compareWorlds(
  { snapshots, after: changed, options: { compiler, trustedAccounts } }: ComparedSnapshots,
  concerns: (principal: string) => boolean,
  scopesOf: (before: World) => readonly Omit<ComparisonScope, "principals">[],
): readonly AccessChange[] {
  const before = compileWorld(snapshots, compiler);
  const after = compileWorld(changed, compiler);
  const principals = universeOfPrincipals(before).filter(concerns);
  const options = { asIfEnabled: true };
  return scopesOf(before).flatMap((scope) =>
    compareAccess(
      { world: before, options },
      { world: after, options },
      { ...scope, principals },
      { trustedAccounts, settled: () => false },
    ),
  );
}
