import {
  isDeleted,
  isUnreadable,
  type Snapshot,
  type Unreadable,
  type VpcEndpoint,
} from "../account/snapshot.ts";
import type { CompiledKey } from "../kms/compiled-key.ts";
import { findPrincipal } from "../kms/find-principal.ts";
import type { IamDirectory } from "../kms/iam-directory.ts";
import type { PrincipalProfile } from "../kms/principal-profile.ts";
import {
  endpointPath,
  foreignPath,
  isKmsService,
  OUTSIDE_ENDPOINTS,
  type RequestPath,
} from "../kms/request-path.ts";
import type { KnownAccount, World } from "../kms/world.ts";
import type { CompiledPolicy } from "../policy/compile-policy.ts";
import { type Mentions, statementMentions } from "./statement-mentions.ts";

/** Everybody who may matter: users, roles and root users, whoever policies and grants name, and `*`. */
export function universeOfPrincipals(world: World): readonly string[] {
  return world.compiler.once(world, "principals", collectPrincipals);
}

function collectPrincipals(world: World): readonly string[] {
  const principals = new Set<string>(["*"]);
  for (const account of world.accounts.values()) addAccount(world, account, principals);
  const add = (id: string): void => {
    if (!principals.has(id) && findPrincipal(world, id) !== null) principals.add(id);
  };
  for (const key of world.keys.values()) principalsNamedBy(world, key).forEach(add);
  for (const endpoint of world.endpoints.values()) {
    const { policy } = endpointPath(endpoint, world.compiler);
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

/** The principals that one key's policy and grants name. */
export function principalsNamedBy(world: World, key: CompiledKey): readonly string[] {
  const { principals } = mentionsOf(world, key.policy);
  if (isUnreadable(key.grants) || key.grants.length === 0) return principals;
  const named = key.grants.flatMap(({ grant }) => [
    grant.GranteePrincipal,
    grant.GranteeServicePrincipal,
    grant.RetiringPrincipal,
    grant.RetiringServicePrincipal,
  ]);
  return [...principals, ...named.filter((id) => id !== undefined)];
}

const NO_MENTIONS: Mentions = { principals: [], networks: [] };

/** What a policy's statements name, collected once for each policy. */
function mentionsOf(world: World, policy: CompiledPolicy | Unreadable): Mentions {
  if (isUnreadable(policy)) return NO_MENTIONS;
  return world.compiler.once(policy, "mentions", ({ statements }) => {
    const mentions = statements.map((statement) =>
      statementMentions(statement, partitionOf(world)),
    );
    return {
      principals: mentions.flatMap(({ principals }) => principals),
      networks: mentions.flatMap(({ networks }) => networks),
    };
  });
}

export function partitionOf(world: World): string {
  return world.snapshots[0]?.partition ?? "aws";
}

/** The paths that requests on a Region's keys (null: on any key) may take. */
export function universeOfPaths(world: World, region: string | null): readonly RequestPath[] {
  const own = world.snapshots
    .filter((snapshot) => region === null || snapshot.region === region)
    .flatMap(kmsEndpoints);
  const vpcs = new Set(own.map(({ VpcId }) => VpcId));
  const foreign = world.compiler
    .once(world, "networks", namedNetworks)
    .filter((id) => !world.endpoints.has(id) && !vpcs.has(id));
  return [
    OUTSIDE_ENDPOINTS,
    ...own.map((endpoint) => endpointPath(endpoint, world.compiler)),
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

/** The endpoint and VPC ids that the policies of keys, principals and organizations name. */
function namedNetworks(world: World): readonly string[] {
  const ids = new Set<string>();
  const add = (policy: CompiledPolicy | Unreadable): void => {
    for (const id of mentionsOf(world, policy).networks) ids.add(id);
  };
  for (const key of world.keys.values()) add(key.policy);
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
  return principals.map((id) => findPrincipal(world, id)).filter((profile) => profile !== null);
}
