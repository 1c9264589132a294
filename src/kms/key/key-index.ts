import { isUnreadable, type Snapshot, type SnapshotKey } from "../../account/snapshot.ts";
import type { Compiler } from "../compiler.ts";
import { type CompiledKey, compileKey } from "./compiled-key.ts";
import { type OverlaidMap, overlaidMap, replaceValues } from "./overlaid-map.ts";

/** The keys of a snapshot, compiled. */
interface KeyIndex {
  readonly list: readonly SnapshotKey[];
  readonly byArn: KeysByArn;
}

/** Compiled keys by ARN. */
export type KeysByArn = OverlaidMap<string, CompiledKey>;

/** The keys of snapshots by ARN, made from those that were made last: after an event most keys are the same. */
export function compileKeys(snapshots: readonly Snapshot[], compiler: Compiler): KeysByArn {
  const indexes = snapshots.map((snapshot) => indexOf(snapshot, compiler));
  const [only, ...others] = indexes;
  if (only !== undefined && others.length === 0) return only.byArn;
  // Stryker disable next-line StringLiteral: any kind of its own
  return compiler.recent("keys", indexes, () =>
    overlaidMap(indexes.flatMap(({ byArn }) => [...byArn])),
  );
}

function indexOf({ account, region, keys }: Snapshot, compiler: Compiler): KeyIndex {
  return compiler.recent<KeyIndex>(`keys of ${account} ${region}`, [keys], (last) => {
    const list = isUnreadable(keys) ? [] : keys;
    return { list, byArn: changed(list, last, compiler) ?? compileAll(list, compiler) };
  });
}

function compileAll(list: readonly SnapshotKey[], compiler: Compiler): KeysByArn {
  return overlaidMap(list.map((key) => [key.metadata.Arn, compileKey(key, compiler)]));
}

/** What was made last, with the keys that changed in place or came at the end since; null: keys went. */
function changed(
  list: readonly SnapshotKey[],
  last: KeyIndex | null,
  compiler: Compiler,
): KeysByArn | null {
  if (last === null || last.list.length > list.length) return null;
  const replaced = new Map<string, CompiledKey>();
  // Stryker disable next-line EqualityOperator: both have ended there
  for (let index = 0; index < list.length; index++) {
    const key = list[index] as SnapshotKey;
    const old = last.list[index];
    if (key === old) continue;
    if (old !== undefined && key.metadata.Arn !== old.metadata.Arn) return null;
    replaced.set(key.metadata.Arn, compileKey(key, compiler));
  }
  return replaceValues(last.byArn, replaced);
}
