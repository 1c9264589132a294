import { parseArn } from "./arn.ts";
import { isUnreadable, type Snapshot, type SnapshotKey, type VpcEndpoint } from "./snapshot.ts";
import { isHere, keyIdOf } from "./snapshot-keys.ts";

/** The keys, aliases and endpoints of a snapshot by their names. */
export interface SnapshotIndex {
  readonly keyByArn: ReadonlyMap<string, SnapshotKey>;
  readonly keyById: ReadonlyMap<string, SnapshotKey>;
  /** Alias name to key ARN. */
  readonly aliasTargets: ReadonlyMap<string, string>;
  readonly endpointById: ReadonlyMap<string, VpcEndpoint>;
}

/** Indexes a snapshot; parts that are unreadable give no entries. */
export function indexSnapshot(snapshot: Snapshot): SnapshotIndex {
  const keyByArn = new Map<string, SnapshotKey>();
  const keyById = new Map<string, SnapshotKey>();
  const aliasTargets = new Map<string, string>();
  for (const key of readableList(snapshot.keys)) {
    const { Arn } = key.metadata;
    keyByArn.set(Arn, key);
    keyById.set(keyIdOf(Arn), key);
    for (const alias of readableList(key.aliases)) aliasTargets.set(alias.AliasName, Arn);
  }
  const endpoints = readableList(snapshot.vpcEndpoints);
  const endpointById = new Map(endpoints.map((endpoint) => [endpoint.VpcEndpointId, endpoint]));
  return { keyByArn, keyById, aliasTargets, endpointById };
}

/** A key as a request names it. */
export interface FoundKey {
  readonly key: SnapshotKey;
  /** The alias by which it was named; null: by its id or ARN. */
  readonly aliasName: string | null;
}

/**
 * The key that an identifier names: a key id, key ARN, alias name or alias ARN
 * (https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id).
 */
export function findKey(
  index: SnapshotIndex,
  snapshot: Snapshot,
  identifier: string,
): FoundKey | null {
  const arn = parseArn(identifier);
  if (arn?.resource.startsWith("alias/")) {
    const isOurs = arn.service === "kms" && isHere(snapshot, identifier);
    return isOurs ? findByAlias(index, arn.resource) : null;
  }
  if (identifier.startsWith("alias/")) return findByAlias(index, identifier);
  const key = (arn === null ? index.keyById : index.keyByArn).get(identifier);
  return key === undefined ? null : { key, aliasName: null };
}

function findByAlias(index: SnapshotIndex, aliasName: string): FoundKey | null {
  const key = index.keyByArn.get(index.aliasTargets.get(aliasName) ?? "");
  return key === undefined ? null : { key, aliasName };
}

function readableList<T>(list: readonly T[] | { readonly unreadable: string } | undefined) {
  return list === undefined || isUnreadable(list) ? [] : list;
}
