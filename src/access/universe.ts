import { isDeleted, isUnreadable, type Unreadable } from "../account/snapshot.ts";
import type { CompiledKey } from "../kms/compiled-key.ts";
import { findPrincipal } from "../kms/find-principal.ts";
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
import { statementMentions } from "./statement-mentions.ts";

/** Everybody who may matter: users, roles and root users, whoever policies and grants name, and `*`. */
export function universeOfPrincipals(world: World): readonly string[] {
  const principals = new Set<string>();
  for (const account of world.accounts.values()) addAccount(world, account, principals);
  for (const key of world.keys.values()) addNamed(world, key, principals);
  for (const endpoint of world.endpoints.values()) {
    const { policy } = endpointPath(endpoint, world.compiler);
    if (policy === null || isUnreadable(policy)) continue;
    for (const statement of policy.statements) {
      for (const named of statementMentions(statement, partitionOf(world)).principals)
        principals.add(named);
    }
  }
  principals.add("*");
  return [...principals].sort();
}

/** The principals that one key's policy and grants name. */
export function principalsNamedBy(world: World, key: CompiledKey): readonly string[] {
  const principals = new Set<string>();
  addNamed(world, key, principals);
  return [...principals];
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

function addNamed(world: World, key: CompiledKey, principals: Set<string>): void {
  const partition = partitionOf(world);
  if (!isUnreadable(key.policy)) {
    for (const statement of key.policy.statements) {
      for (const named of statementMentions(statement, partition).principals)
        addIfKnown(world, named, principals);
    }
  }
  if (isUnreadable(key.grants)) return;
  for (const { grant } of key.grants) {
    for (const named of [
      grant.GranteePrincipal,
      grant.GranteeServicePrincipal,
      grant.RetiringPrincipal,
      grant.RetiringServicePrincipal,
    ]) {
      if (named !== undefined) addIfKnown(world, named, principals);
    }
  }
}

/** Adds a principal, unless the text names none or a user or role that its account does not have. */
function addIfKnown(world: World, id: string, principals: Set<string>): void {
  if (findPrincipal(world, id) !== null) principals.add(id);
}

export function partitionOf(world: World): string {
  return world.snapshots[0]?.partition ?? "aws";
}

/** The paths that requests on a Region's keys may take. */
export function universeOfPaths(world: World, region: string | null): readonly RequestPath[] {
  const paths: RequestPath[] = [OUTSIDE_ENDPOINTS];
  const vpcs = new Set<string>();
  for (const snapshot of world.snapshots) {
    if (region !== null && snapshot.region !== region) continue;
    if (snapshot.vpcEndpoints === undefined || isUnreadable(snapshot.vpcEndpoints)) continue;
    for (const endpoint of snapshot.vpcEndpoints) {
      if (endpoint.ServiceName !== undefined && !isKmsService(endpoint.ServiceName)) continue;
      if (isDeleted(endpoint)) continue;
      if (endpoint.VpcId !== undefined) vpcs.add(endpoint.VpcId);
      paths.push(endpointPath(endpoint, world.compiler));
    }
  }
  for (const id of namedNetworks(world)) {
    if (!world.endpoints.has(id) && !vpcs.has(id)) paths.push(foreignPath(id));
  }
  return paths;
}

/** The endpoint and VPC ids that policies name. */
function namedNetworks(world: World): readonly string[] {
  const ids = new Set<string>();
  const add = (compiled: CompiledPolicy | Unreadable): void => {
    if (isUnreadable(compiled)) return;
    for (const statement of compiled.statements) {
      for (const id of statementMentions(statement, partitionOf(world)).networks) ids.add(id);
    }
  };
  for (const key of world.keys.values()) add(key.policy);
  for (const { directory, organization } of world.accounts.values()) {
    const levels = [...organization.serviceControl, ...organization.resourceControl];
    for (const { compiled } of levels.flat()) add(compiled);
    if ("unknown" in directory) continue;
    for (const { policies, boundary } of directory.byArn.values()) {
      for (const { compiled } of boundary === null ? policies : [...policies, boundary])
        add(compiled);
    }
  }
  return [...ids].sort();
}

/** The profiles of principals; those whose text names none are left out. */
export function profilesOf(
  world: World,
  principals: readonly string[],
): readonly PrincipalProfile[] {
  return principals.map((id) => findPrincipal(world, id)).filter((profile) => profile !== null);
}
