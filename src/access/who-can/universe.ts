import {
  isDeleted,
  isUnreadable,
  type Snapshot,
  type Unreadable,
  type VpcEndpoint,
} from "../../account/snapshot.ts";
import type { IamDirectory } from "../../kms/directory/iam-directory.ts";
import type { PrincipalProfile } from "../../kms/request/principal-profile.ts";
import {
  foreignPath,
  isKmsService,
  OUTSIDE_ENDPOINTS,
  type RequestPath,
} from "../../kms/request/request-path.ts";
import { findPrincipal } from "../../kms/world/find-principal.ts";
import { type KnownAccount, pathThrough, type World } from "../../kms/world/world.ts";
import type { CompiledPolicy } from "../../policy/compile-policy.ts";
import { mentionsOf, namedByKeys } from "./named-by-keys.ts";

/** Everybody who may matter: users, roles and root users, whoever policies and grants name, and `*`. */
export function universeOfPrincipals(world: World): readonly string[] {
  const { principals } = namedByKeys(world);
  const parts = [principals.names, world.accounts, world.ownAccounts, world.endpoints];
  return world.compiler.recent("principals", parts, () => collectPrincipals(world));
}

function collectPrincipals(world: World): readonly string[] {
  const principals = new Set<string>(["*"]);
  for (const account of world.accounts.values()) addAccount(world, account, principals);
  const add = (id: string): void => {
    if (!principals.has(id) && findPrincipal(world, id) !== null) principals.add(id);
  };
  namedByKeys(world).principals.names.forEach(add);
  for (const endpoint of world.endpoints.values()) {
    const { policy } = pathThrough(world, endpoint);
    if (policy !== null) mentionsOf(world, policy).principals.forEach(add);
  }
  return [...principals].sort();
}

function addAccount(
  world: World,
  { account, partition, directory }: KnownAccount,
  principals: Set<string>,
): void {
  if (!("unknown" in directory)) for (const arn of directory.byArn.keys()) principals.add(arn);
  if (world.ownAccounts.has(account) || !("unknown" in directory)) {
    principals.add(`arn:${partition}:iam::${account}:root`);
  }
}

/** The paths that requests on a Region's keys (null: on any key) may take. */
export function universeOfPaths(world: World, region: string | null): readonly RequestPath[] {
  const snapshots = world.snapshots.filter(
    (snapshot) => region === null || snapshot.region === region,
  );
  const endpoints = snapshots.map(({ vpcEndpoints }) => vpcEndpoints);
  const parts = [networksOf(world), world.endpoints, ...endpoints];
  return world.compiler.recent(`paths ${region ?? ""}`, parts, () =>
    collectPaths(world, snapshots),
  );
}

function collectPaths(world: World, snapshots: readonly Snapshot[]): readonly RequestPath[] {
  const own = snapshots.flatMap(kmsEndpoints);
  const vpcs = new Set(own.map(({ VpcId }) => VpcId));
  const foreign = networksOf(world).filter((id) => !world.endpoints.has(id) && !vpcs.has(id));
  return [
    OUTSIDE_ENDPOINTS,
    ...own.map((endpoint) => pathThrough(world, endpoint)),
    ...foreign.map(foreignPath),
  ];
}

/** The VPC endpoints of a snapshot that lead to KMS. */
function kmsEndpoints({ vpcEndpoints }: Snapshot): readonly VpcEndpoint[] {
  if (vpcEndpoints === undefined || isUnreadable(vpcEndpoints)) return [];
  return vpcEndpoints.filter(
    (endpoint) =>
      !isDeleted(endpoint) &&
      (endpoint.ServiceName === undefined || isKmsService(endpoint.ServiceName)),
  );
}

function networksOf(world: World): readonly string[] {
  const parts = [namedByKeys(world).networks.names, world.accounts];
  return world.compiler.recent("networks", parts, () => namedNetworks(world));
}

/** The endpoint and VPC ids that the policies of keys, principals and organizations name. */
function namedNetworks(world: World): readonly string[] {
  const ids = new Set(namedByKeys(world).networks.names);
  const add = (policy: CompiledPolicy | Unreadable): void => {
    for (const id of mentionsOf(world, policy).networks) ids.add(id);
  };
  for (const { directory, organization } of world.accounts.values()) {
    const levels = [...organization.serviceControl, ...organization.resourceControl];
    for (const { compiled } of levels.flat()) add(compiled);
    if ("unknown" in directory) continue;
    for (const id of networksOfDirectory(world, directory)) ids.add(id);
  }
  return [...ids].sort();
}

/** The networks that the policies of an account's principals name, collected once for each inventory. */
function networksOfDirectory(world: World, directory: IamDirectory): readonly string[] {
  return world.compiler.once(directory, "networks", ({ byArn }) => {
    const ids = new Set<string>();
    for (const { policies, boundary } of byArn.values()) {
      for (const { compiled } of boundary === null ? policies : [...policies, boundary]) {
        for (const id of mentionsOf(world, compiled).networks) ids.add(id);
      }
    }
    return [...ids];
  });
}

/** The profiles of principals; those whose text names none are left out. */
export function profilesOf(
  world: World,
  principals: readonly string[],
): readonly PrincipalProfile[] {
  const parts = [principals, world.accounts, world.ownAccounts, world.organizationId];
  return world.compiler.recent("profiles", parts, () =>
    principals.map((id) => findPrincipal(world, id)).filter((profile) => profile !== null),
  );
}
