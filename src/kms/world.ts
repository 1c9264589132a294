import { type Arn, parseArn } from "../account/arn.ts";
import {
  type AuthorizationDetails,
  isUnreadable,
  type Organization,
  type Snapshot,
  type Unreadable,
  type VpcEndpoint,
} from "../account/snapshot.ts";
import {
  type AccountOrganization,
  compileOrganization,
  UNTOLD_ORGANIZATION,
} from "./account-organization.ts";
import { type CompiledKey, unknownKey } from "./compiled-key.ts";
import type { Compiler } from "./compiler.ts";
import { compileDirectory, type IamDirectory } from "./iam-directory.ts";
import { compileKeys, type KeysByArn } from "./key-index.ts";
import { endpointPath, foreignPath, OUTSIDE_ENDPOINTS, type RequestPath } from "./request-path.ts";

/** All that is known, compiled: the snapshots of one or more accounts and Regions. */
export interface World {
  readonly compiler: Compiler;
  readonly snapshots: readonly Snapshot[];
  readonly keys: KeysByArn;
  readonly accounts: ReadonlyMap<string, KnownAccount>;
  readonly endpoints: ReadonlyMap<string, VpcEndpoint>;
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

/** Compiles snapshots; what a compiler has seen before is reused. */
export function compileWorld(snapshots: readonly Snapshot[], compiler: Compiler): World {
  const [only] = snapshots;
  return only !== undefined && snapshots.length === 1
    ? compiler.once(only, "world", () => makeWorld(snapshots, compiler))
    : compiler.recent("world", snapshots, () => makeWorld(snapshots, compiler));
}

function makeWorld(snapshots: readonly Snapshot[], compiler: Compiler): World {
  const organization = firstTold(snapshots.map((snapshot) => snapshot.organization));
  return {
    compiler,
    snapshots,
    keys: compileKeys(snapshots, compiler),
    endpoints: compiler.recent(
      "endpoints",
      snapshots.map(({ vpcEndpoints }) => vpcEndpoints),
      () => knownEndpoints(snapshots),
    ),
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

function knownEndpoints(snapshots: readonly Snapshot[]): ReadonlyMap<string, VpcEndpoint> {
  const endpoints = new Map<string, VpcEndpoint>();
  for (const { vpcEndpoints } of snapshots) {
    if (vpcEndpoints === undefined || isUnreadable(vpcEndpoints)) continue;
    for (const endpoint of vpcEndpoints) endpoints.set(endpoint.VpcEndpointId, endpoint);
  }
  return endpoints;
}

function knownAccounts(
  snapshots: readonly Snapshot[],
  compiler: Compiler,
): ReadonlyMap<string, KnownAccount> {
  const accounts = new Map<string, KnownAccount>();
  for (const { account, partition } of snapshots) {
    if (accounts.has(account)) continue;
    // IAM and the organization are the same in every Region: one of its snapshots may tell them for all.
    const own = snapshots.filter((snapshot) => snapshot.account === account);
    const details = firstTold(own.map(({ authorizationDetails }) => authorizationDetails));
    const organization = firstTold(own.map((snapshot) => snapshot.organization));
    accounts.set(account, {
      account,
      partition,
      directory: directoryOf(details, compiler),
      organization: compileOrganization(organization, account, compiler),
    });
  }
  for (const { partition, otherAccounts } of snapshots) {
    for (const other of otherAccounts ?? []) {
      if (accounts.has(other.account)) continue;
      accounts.set(other.account, {
        account: other.account,
        partition,
        directory: directoryOf(other.authorizationDetails, compiler),
        organization: otherOrganization(other.organization, other.account, compiler),
      });
    }
  }
  return accounts;
}

/** The first that could be read, else the first that could not. */
function firstTold<Part extends object>(
  parts: readonly (Part | Unreadable | undefined)[],
): Part | Unreadable | undefined {
  const told = parts.filter((part) => part !== undefined);
  return told.find((part) => !isUnreadable(part)) ?? told[0];
}

/** Without its own organization block: no SCPs there, membership of our organization unknown. */
function otherOrganization(
  organization: Organization | Unreadable | undefined,
  account: string,
  compiler: Compiler,
): AccountOrganization {
  return organization === undefined
    ? UNTOLD_ORGANIZATION
    : compileOrganization(organization, account, compiler);
}

function directoryOf(
  details: AuthorizationDetails | Unreadable | undefined,
  compiler: Compiler,
): KnownAccount["directory"] {
  if (details === undefined) return { unknown: "its IAM inventory is not in the snapshot" };
  if (isUnreadable(details))
    return { unknown: `its IAM inventory could not be read: ${details.unreadable}` };
  return compileDirectory(details, compiler);
}

/** The organization of an account; of one about which nothing is known, untold. */
export function organizationOf(world: World, account: string): AccountOrganization {
  return world.accounts.get(account)?.organization ?? UNTOLD_ORGANIZATION;
}

/** A key named by id, ARN, alias name or alias ARN. */
export interface FoundKey {
  readonly key: CompiledKey;
  /** The alias by which the request named it; null: by id or ARN. */
  readonly alias: string | null;
}

/**
 * Finds a key. An ARN of another account or Region than the snapshots' is a key of which nothing is
 * known, an alias ARN not even its id; a name that no snapshot holds is null.
 */
export function findKey(world: World, identifier: string): FoundKey | null {
  const arn = parseArn(identifier);
  if (arn !== null) return findByArn(world, identifier, arn);
  if (identifier.startsWith("alias/")) return findAlias(world, identifier, null, null);
  for (const key of world.keys.values()) {
    if (key.arn.endsWith(`:key/${identifier}`)) return { key, alias: null };
  }
  return null;
}

function findByArn(world: World, text: string, arn: Arn): FoundKey | null {
  const { account, region, resource } = arn;
  const isAlias = resource.startsWith("alias/");
  const key = world.keys.get(text);
  const found = isAlias ? findAlias(world, resource, account, region) : null;
  if (found !== null || key !== undefined) return found ?? { key: key as CompiledKey, alias: null };
  const described = world.snapshots.some(
    (snapshot) =>
      snapshot.account === account && snapshot.region === region && !isUnreadable(snapshot.keys),
  );
  if (described || arn.service !== "kms") return null;
  if (isAlias) return { key: keyWithoutId(world, arn), alias: resource };
  const isKey = resource.startsWith("key/");
  return isKey ? { key: unknownKey(text, world.compiler), alias: null } : null;
}

/** A key of which nothing but its place is known: its ARN ends before the key id. */
export function keyWithoutId(
  world: World,
  { partition, account, region }: Pick<Arn, "partition" | "account" | "region">,
): CompiledKey {
  return unknownKey(`arn:${partition}:kms:${region}:${account}:key/`, world.compiler);
}

function findAlias(
  world: World,
  name: string,
  account: string | null,
  region: string | null,
): FoundKey | null {
  const place = account === null || region === null ? null : { account, region };
  const key = findAliasHolder(world, name, place);
  return key === null ? null : { key, alias: name };
}

/** The key that holds an alias, in one account and Region or in any; null when none does. */
export function findAliasHolder(
  world: World,
  name: string,
  place: { readonly account: string; readonly region: string } | null,
): CompiledKey | null {
  for (const key of world.keys.values()) {
    if (place !== null && (key.account !== place.account || key.region !== place.region)) continue;
    if (hasAlias(key, name)) return key;
  }
  return null;
}

function hasAlias({ snapshotKey: { aliases } }: CompiledKey, name: string): boolean {
  return (
    aliases !== undefined &&
    !isUnreadable(aliases) &&
    aliases.some(({ AliasName }) => AliasName === name)
  );
}

/** The names of a key's aliases; none when they could not be read. */
export function aliasNames(key: CompiledKey): readonly string[] {
  const { aliases } = key.snapshotKey;
  return aliases === undefined || isUnreadable(aliases)
    ? []
    : aliases.map((alias) => alias.AliasName);
}

/** The path that a request's `via` names: an endpoint's id, a VPC's id, or null for none. */
export function findPath(world: World, via: string | null): RequestPath {
  if (via === null) return OUTSIDE_ENDPOINTS;
  const endpoint = world.endpoints.get(via);
  return endpoint === undefined ? foreignPath(via) : endpointPath(endpoint, world.compiler);
}
