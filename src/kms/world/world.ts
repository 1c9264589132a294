import { firstTold } from "../../account/first-told.ts";
import {
  type AuthorizationDetails,
  isUnreadable,
  type Snapshot,
  type Unreadable,
  type VpcEndpoint,
} from "../../account/snapshot.ts";
import type { Compiler } from "../compiler.ts";
import {
  type AccountOrganization,
  compileOrganization,
  UNTOLD_ORGANIZATION,
} from "../directory/account-organization.ts";
import { compileDirectory, type IamDirectory } from "../directory/iam-directory.ts";
import { compileKeys, type KeysByArn } from "../key/key-index.ts";
import {
  type EndpointPlace,
  endpointPath,
  foreignPath,
  OUTSIDE_ENDPOINTS,
  type RequestPath,
} from "../request/request-path.ts";

/** All that is known, compiled: the snapshots of one or more accounts and Regions. */
export interface World {
  readonly compiler: Compiler;
  readonly snapshots: readonly Snapshot[];
  readonly keys: KeysByArn;
  readonly accounts: ReadonlyMap<string, KnownAccount>;
  readonly endpoints: ReadonlyMap<string, VpcEndpoint>;
  /** Where each of these endpoints is. */
  readonly endpointPlaces: ReadonlyMap<string, EndpointPlace>;
  /** The accounts that the snapshots describe: "inside". */
  readonly ownAccounts: ReadonlySet<string>;
  /** The id of our organization; null: none told. */
  readonly organizationId: string | null;
}

/** What is known of one account's IAM and organization. */
export interface KnownAccount {
  readonly account: string;
  readonly partition: string;
  readonly directory: IamDirectory | { readonly unknown: string };
  readonly organization: AccountOrganization;
}

// Stryker disable next-line StringLiteral: any kind of its own
const WORLD = "world";

/** Compiles snapshots; what a compiler has seen before is reused. */
export function compileWorld(snapshots: readonly Snapshot[], compiler: Compiler): World {
  const [only, ...others] = snapshots;
  const make = () => makeWorld(snapshots, compiler);
  return only !== undefined && others.length === 0
    ? compiler.once(only, WORLD, make)
    : compiler.recent(WORLD, snapshots, make);
}

function makeWorld(snapshots: readonly Snapshot[], compiler: Compiler): World {
  const organization = firstTold(snapshots.map((snapshot) => snapshot.organization));
  return {
    compiler,
    snapshots,
    keys: compileKeys(snapshots, compiler),
    ...compiler.recent(
      // Stryker disable next-line StringLiteral: any kind of its own
      "endpoints",
      snapshots.flatMap(({ vpcEndpoints, region, partition }) => [vpcEndpoints, region, partition]),
      () => knownEndpoints(snapshots),
    ),
    // Stryker disable next-line StringLiteral: any kind of its own
    ...compiler.recent("accounts", accountParts(snapshots), () => ({
      accounts: knownAccounts(snapshots, compiler),
      ownAccounts: new Set(snapshots.map((snapshot) => snapshot.account)),
    })),
    organizationId:
      organization === undefined || isUnreadable(organization) ? null : (organization.id ?? null),
  };
}

/** The parts of snapshots that are about accounts as a whole. */
function accountParts(snapshots: readonly Snapshot[]): readonly unknown[] {
  return snapshots.flatMap((snapshot) => [
    snapshot.account,
    snapshot.partition,
    snapshot.authorizationDetails,
    snapshot.organization,
    snapshot.otherAccounts,
  ]);
}

function knownEndpoints(
  snapshots: readonly Snapshot[],
): Pick<World, "endpoints" | "endpointPlaces"> {
  const endpoints = new Map<string, VpcEndpoint>();
  const endpointPlaces = new Map<string, EndpointPlace>();
  for (const { vpcEndpoints, region, partition } of snapshots) {
    if (vpcEndpoints === undefined || isUnreadable(vpcEndpoints)) continue;
    const place = { region, partition };
    for (const endpoint of vpcEndpoints) {
      endpoints.set(endpoint.VpcEndpointId, endpoint);
      endpointPlaces.set(endpoint.VpcEndpointId, place);
    }
  }
  return { endpoints, endpointPlaces };
}

/**
 * What the snapshots tell of accounts. IAM and the organization are the same in every Region, so one
 * snapshot of an account, or another account's snapshot, may tell them for all.
 */
function knownAccounts(
  snapshots: readonly Snapshot[],
  compiler: Compiler,
): ReadonlyMap<string, KnownAccount> {
  const others = snapshots.flatMap(({ partition, otherAccounts = [] }) =>
    otherAccounts.map((other) => ({ ...other, partition })),
  );
  const accounts = new Map<string, KnownAccount>();
  for (const { account, partition } of [...snapshots, ...others]) {
    // Stryker disable next-line ConditionalExpression: saves time only
    if (accounts.has(account)) continue;
    const own = snapshots.filter((snapshot) => snapshot.account === account);
    const told = [...own, ...others.filter((other) => other.account === account)];
    const details = firstTold(told.map(({ authorizationDetails }) => authorizationDetails));
    const organization = firstTold(told.map((part) => part.organization));
    accounts.set(account, {
      account,
      partition,
      directory: directoryOf(details, compiler),
      // Whether another account is in our organization is not known where nobody tells.
      organization:
        own.length === 0 && organization === undefined
          ? UNTOLD_ORGANIZATION
          : compileOrganization(organization, account, compiler),
    });
  }
  return accounts;
}

function directoryOf(
  details: AuthorizationDetails | Unreadable | undefined,
  compiler: Compiler,
): KnownAccount["directory"] {
  // Stryker disable next-line StringLiteral: a text for people
  if (details === undefined) return { unknown: "its IAM inventory is not in the snapshot" };
  if (isUnreadable(details))
    // Stryker disable next-line StringLiteral: a text for people
    return { unknown: `its IAM inventory could not be read: ${details.unreadable}` };
  return compileDirectory(details, compiler);
}

/** The organization of an account; of one about which nothing is known, untold. */
export function organizationOf(world: World, account: string): AccountOrganization {
  return world.accounts.get(account)?.organization ?? UNTOLD_ORGANIZATION;
}

/** The path that a request's `via` names: an endpoint's id, a VPC's id, or null for none. */
export function findPath(world: World, via: string | null): RequestPath {
  if (via === null) return OUTSIDE_ENDPOINTS;
  const endpoint = world.endpoints.get(via);
  return endpoint === undefined ? foreignPath(via) : pathThrough(world, endpoint);
}

/** The path through an endpoint of the snapshots. */
export function pathThrough(world: World, endpoint: VpcEndpoint): RequestPath {
  const owner = world.accounts.get(String(endpoint.OwnerId));
  return endpointPath(
    endpoint,
    world.endpointPlaces.get(endpoint.VpcEndpointId) ?? null,
    owner?.organization ?? UNTOLD_ORGANIZATION,
    world.compiler,
  );
}

/**
 * The Region that a call without a key is made in: that of the endpoint it passes, else the one that
 * all snapshots are of. null: there are several.
 */
export function regionOfCall(world: World, { via }: RequestPath): string | null {
  // Stryker disable next-line ConditionalExpression: no endpoint is named null
  const place = via === null ? undefined : world.endpointPlaces.get(via);
  if (place !== undefined) return place.region;
  const [only, ...others] = new Set(world.snapshots.map(({ region }) => region));
  return others.length === 0 ? (only ?? null) : null;
}
