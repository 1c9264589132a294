import { documentValue } from "../../account/attributes/attribute-value.ts";
import { sameJson } from "../../account/same-json.ts";
import {
  isUnreadable,
  type Snapshot,
  type SnapshotKey,
  type VpcEndpoint,
} from "../../account/snapshot.ts";
import { mapShared, withMember } from "../../account/structural-sharing.ts";

/**
 * The snapshots after a revert, in which every key and endpoint that is as it was before, in all
 * that a change can touch, is the very one of before: the order of tags, and what AWS tells besides
 * (dates, descriptions), is no state of its own.
 */
export function restoreParts(
  reverted: readonly Snapshot[],
  before: readonly Snapshot[],
): readonly Snapshot[] {
  return mapShared(reverted, (snapshot) => {
    const old = before.find(
      ({ account, region }) => account === snapshot.account && region === snapshot.region,
    );
    return old === undefined || old === snapshot ? snapshot : restore(snapshot, old);
  });
}

function restore(snapshot: Snapshot, old: Snapshot): Snapshot {
  const keys = restoreList(snapshot.keys, old.keys, ({ metadata }) => metadata.Arn, keyState);
  const endpoints = restoreList(
    snapshot.vpcEndpoints,
    old.vpcEndpoints,
    ({ VpcEndpointId }) => VpcEndpointId,
    endpointState,
  );
  const restored = withMember(withMember(snapshot, "keys", keys), "vpcEndpoints", endpoints);
  const isWhole = (Object.keys({ ...old, ...restored }) as (keyof Snapshot)[]).every(
    (member) => restored[member] === old[member],
  );
  return isWhole ? old : restored;
}

type Part<T> = readonly T[] | { readonly unreadable: string } | undefined;

function restoreList<T, P extends Part<T>>(
  part: P & Part<T>,
  old: P & Part<T>,
  nameOf: (item: T) => string,
  stateOf: (item: T) => unknown,
): P {
  if (part === old || part === undefined || old === undefined) return part;
  if (isUnreadable(part) || isUnreadable(old)) return part;
  const byName = new Map(old.map((item) => [nameOf(item), item]));
  const items = mapShared(part, (item) => {
    const was = byName.get(nameOf(item));
    if (was === undefined || was === item) return item;
    return sameJson(stateOf(was), stateOf(item)) ? was : item;
  });
  const isWhole = items.length === old.length && items.every((item, at) => item === old[at]);
  return (isWhole ? old : items) as P;
}

/** All of a key that a change can touch, its lists by name. */
function keyState(key: SnapshotKey): unknown {
  const { metadata, policy, tags, aliases, grants } = key;
  return {
    keyState: metadata.KeyState ?? null,
    multiRegion: metadata.MultiRegionConfiguration ?? null,
    policy: documentValue(policy),
    tags: byName(tags, ({ TagKey }) => TagKey),
    aliases: byNames(aliases, ({ AliasName }) => AliasName),
    grants: byName(grants, ({ GrantId }) => GrantId),
  };
}

function endpointState(endpoint: VpcEndpoint): unknown {
  return {
    policy: documentValue(endpoint.PolicyDocument),
    privateDns: endpoint.PrivateDnsEnabled ?? null,
    subnets: endpoint.SubnetIds?.toSorted() ?? null,
    routeTables: endpoint.RouteTableIds?.toSorted() ?? null,
    groups: endpoint.Groups?.map(({ GroupId = "" }) => GroupId).toSorted() ?? null,
  };
}

function byName<T>(list: Part<T>, nameOf: (item: T) => string): unknown {
  if (list === undefined || isUnreadable(list)) return list ?? null;
  return Object.fromEntries(list.map((item) => [nameOf(item), item]));
}

function byNames<T>(list: Part<T>, nameOf: (item: T) => string): unknown {
  if (list === undefined || isUnreadable(list)) return list ?? null;
  return list.map(nameOf).toSorted();
}
