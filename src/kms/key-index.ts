import { isUnreadable, type Snapshot, type SnapshotKey } from "../account/snapshot.ts";
import { type CompiledKey, compileKey } from "./compiled-key.ts";
import type { Compiler } from "./compiler.ts";

/** The keys of a snapshot, compiled. */
interface KeyIndex {
  readonly list: readonly SnapshotKey[];
  readonly byArn: ReadonlyMap<string, CompiledKey>;
}

/** The keys of snapshots by ARN, made from those that were made last: after an event most keys are the same. */
export function compileKeys(
  snapshots: readonly Snapshot[],
  compiler: Compiler,
): ReadonlyMap<string, CompiledKey> {
  const indexes = snapshots.map((snapshot) => indexOf(snapshot, compiler));
  const [only] = indexes;
  if (only !== undefined && indexes.length === 1) return only.byArn;
  return compiler.recent("keys", indexes, () => {
    const all = new Map<string, CompiledKey>();
    for (const { byArn } of indexes) for (const [arn, key] of byArn) all.set(arn, key);
    return all;
  });
}

function indexOf({ account, region, keys }: Snapshot, compiler: Compiler): KeyIndex {
  return compiler.recent<KeyIndex>(`keys of ${account} ${region}`, [keys], (last) => {
    const list = isUnreadable(keys) ? [] : keys;
    return { list, byArn: changed(list, last, compiler) ?? compileAll(list, compiler) };
  });
}

function compileAll(
  list: readonly SnapshotKey[],
  compiler: Compiler,
): ReadonlyMap<string, CompiledKey> {
  const byArn = new Map<string, CompiledKey>();
  for (const key of list) byArn.set(key.metadata.Arn, compileKey(key, compiler));
  return byArn;
}

/** Keys that changed in place since the last time; null: keys came or went. */
function changed(
  list: readonly SnapshotKey[],
  last: KeyIndex | null,
  compiler: Compiler,
): ReadonlyMap<string, CompiledKey> | null {
  if (last === null || last.list.length !== list.length) return null;
  const byArn = new Map(last.byArn);
  for (let index = 0; index < list.length; index++) {
    const key = list[index] as SnapshotKey;
    const old = last.list[index] as SnapshotKey;
    if (key === old) continue;
    if (key.metadata.Arn !== old.metadata.Arn) return null;
    byArn.set(key.metadata.Arn, compileKey(key, compiler));
  }
  return byArn;
}
