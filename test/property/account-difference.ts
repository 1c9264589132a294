import type { AccessChange } from "../../src/access/compare/access-change.ts";
import { compareAccess } from "../../src/access/compare/compare-access.ts";
import { universeOfPaths, universeOfPrincipals } from "../../src/access/who-can/universe.ts";
import { documentValue } from "../../src/account/attributes/attribute-value.ts";
import type { Snapshot, SnapshotKey, VpcEndpoint } from "../../src/account/snapshot.ts";
import { findPath, type World } from "../../src/kms/world/world.ts";
import { region } from "../unit/remediation/small-account.ts";
import { keyArns } from "./revertible-accounts.ts";

function byText<T>(list: unknown): readonly T[] {
  const text = (item: T) => JSON.stringify(item);
  return (list as readonly T[]).toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
}

/** An account in one order: the lists of tags, aliases, grants and ids have none of their own. */
export function ordered({ keys, vpcEndpoints, ...rest }: Snapshot): Snapshot {
  return {
    ...rest,
    keys: (keys as readonly SnapshotKey[]).map((one) => ({
      ...one,
      tags: byText(one.tags),
      aliases: byText(one.aliases),
      grants: byText(one.grants),
    })),
    vpcEndpoints: (vpcEndpoints as readonly VpcEndpoint[]).map((endpoint) => ({
      ...endpoint,
      SubnetIds: byText(endpoint.SubnetIds),
      RouteTableIds: byText(endpoint.RouteTableIds),
      // A record tells a security group's id only.
      Groups: byText(endpoint.Groups?.map(({ GroupId = "" }) => ({ GroupId }))),
    })),
  };
}

/** An ordered account with its policies as JSON, in whatever form they are recorded. */
export function canonical(snapshot: Snapshot): unknown {
  const { keys, vpcEndpoints, ...rest } = ordered(snapshot);
  return {
    ...rest,
    keys: (keys as readonly SnapshotKey[]).map((one) => ({
      ...one,
      policy: documentValue(one.policy),
    })),
    vpcEndpoints: (vpcEndpoints as readonly VpcEndpoint[]).map((endpoint) => ({
      ...endpoint,
      PolicyDocument: documentValue(endpoint.PolicyDocument),
    })),
  };
}

/** How all access of two accounts differs: everybody, every key, every path. */
export function difference(before: World, after: World): readonly AccessChange[] {
  const principals = [
    ...new Set([...universeOfPrincipals(before), ...universeOfPrincipals(after)]),
  ];
  const vias = new Set(
    [before, after].flatMap((world) => universeOfPaths(world, region).map(({ via }) => via)),
  );
  const paths = [...vias].map((via) => ({
    via,
    before: findPath(before, via),
    after: findPath(after, via),
  }));
  const side = { asIfEnabled: false };
  return compareAccess(
    { world: before, options: side },
    { world: after, options: side },
    { principals, keys: [...keyArns, null], paths },
    { trustedAccounts: [], settled: () => false },
  );
}

const OPPOSITE = {
  gained: "lost",
  lost: "gained",
  widened: "narrowed",
  narrowed: "widened",
  changed: "changed",
} as const;

/** What access changes say, one line for each action; turned around for the opposite. */
export function lines(changes: readonly AccessChange[], opposite: boolean): readonly string[] {
  return changes
    .flatMap(({ change, principal, key, via, actions, before, after }) =>
      actions.map((action) =>
        JSON.stringify({
          change: opposite ? OPPOSITE[change] : change,
          principal,
          key,
          via,
          action,
          from: opposite ? after : before,
          to: opposite ? before : after,
        }),
      ),
    )
    .toSorted();
}
