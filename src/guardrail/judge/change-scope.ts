import type { ComparedPath, ComparisonScope } from "../../access/compare/compare-access.ts";
import { universeOfPaths, universeOfPrincipals } from "../../access/who-can/universe.ts";
import { parseArn } from "../../account/arn.ts";
import type { Change } from "../../account/change.ts";
import { isUnreadable } from "../../account/snapshot.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { CompiledKey } from "../../kms/key/compiled-key.ts";
import { NO_PATH, type RequestPath } from "../../kms/request/request-path.ts";
import { findAliasHolder } from "../../kms/world/find-key.ts";
import { findPath, type World } from "../../kms/world/world.ts";

/** Both worlds around an event. */
export interface Worlds {
  readonly before: World;
  readonly after: World;
}

/** What the changes of one event can have touched: only that is compared. `onlyKeys`: of it only what these keys are. */
export function scopeOfChanges(
  changes: readonly Change[],
  worlds: Worlds,
  event: TrailEvent,
  onlyKeys?: readonly string[],
): readonly ComparisonScope[] {
  const scopes = changes.flatMap((change) => scopeOf(change, worlds, event));
  if (onlyKeys === undefined) return scopes;
  return scopes.map((scope) => ({
    ...scope,
    keys: scope.keys.filter((key) => key !== null && onlyKeys.includes(key)),
  }));
}

function scopeOf(change: Change, worlds: Worlds, event: TrailEvent): readonly ComparisonScope[] {
  switch (change.kind) {
    case "none":
      return [];
    case "key-created":
      return [onKeys([change.metadata.Arn], worlds)];
    case "alias-set":
      return [onKeys(keysOfAlias(change.aliasName, change.targetKeyArn, worlds, event), worlds)];
    case "grant-removed":
      return [onKeys(keysOfGrant(change, worlds), worlds)];
    case "grant-created":
    case "key-deleted":
    case "key-policy-put":
    case "key-primary-region-set":
    case "key-state-set":
    case "key-tags-removed":
    case "key-tags-set":
      return [onKeys([change.keyArn], worlds)];
    case "endpoint-created":
      return onEndpoints([change.endpoint.VpcEndpointId], worlds, event.awsRegion);
    case "endpoint-modified":
      return onEndpoints([change.vpcEndpointId], worlds, event.awsRegion);
    case "endpoints-deleted":
      return onEndpoints(change.vpcEndpointIds, worlds, event.awsRegion);
    default:
      return onIam(worlds);
  }
}

/** Everybody on some keys by every path. */
export function onKeys(keys: readonly string[], worlds: Worlds): ComparisonScope {
  const region = parseArn(keys[0] ?? "")?.region ?? null;
  return { keys, principals: principalsOf(worlds), paths: allPaths(worlds, region) };
}

/** Everybody who may matter on either side. */
function principalsOf({ before, after }: Worlds): readonly string[] {
  const principals = universeOfPrincipals(before);
  const added = universeOfPrincipals(after);
  return principals.length === added.length && principals.every((id, i) => id === added[i])
    ? principals
    : [...new Set([...principals, ...added])].sort();
}

/** RetireGrant may not tell the key: the one that holds the grant. */
function keysOfGrant(
  { keyArn, grantId }: Extract<Change, { readonly kind: "grant-removed" }>,
  { before }: Worlds,
): readonly string[] {
  if (keyArn !== null) return [keyArn];
  const holds = ({ grants }: CompiledKey) =>
    !isUnreadable(grants) && grants.some(({ grant }) => grant.GrantId === grantId);
  return [...before.keys.values()].filter(holds).map(({ arn }) => arn);
}

/** The key that held the alias, and the one that holds it now. */
function keysOfAlias(
  aliasName: string,
  target: string | null,
  { before }: Worlds,
  event: TrailEvent,
): readonly string[] {
  const place = { account: event.recipientAccountId, region: event.awsRegion };
  const holder = findAliasHolder(before, aliasName, place);
  return [...new Set([holder?.arn, target].filter((arn) => arn !== null && arn !== undefined))];
}

/** Every path of either world, with what it is on each side. */
function allPaths(worlds: Worlds, region: string | null): readonly ComparedPath[] {
  const pathsOf = (world: World) =>
    new Map(universeOfPaths(world, region).map((path) => [path.via, path]));
  const before = pathsOf(worlds.before);
  const after = pathsOf(worlds.after);
  return [...new Set([...before.keys(), ...after.keys()])].map((via) => ({
    via,
    before: before.get(via) ?? findPath(worlds.before, via),
    after: after.get(via) ?? findPath(worlds.after, via),
  }));
}

/** An endpoint leads to every key of its Region, and to the actions without a key. */
export function onEndpoints(
  ids: readonly string[],
  worlds: Worlds,
  region: string,
): readonly ComparisonScope[] {
  const paths = ids.map((via) => ({
    via,
    before: endpointOn(worlds.before, via),
    after: endpointOn(worlds.after, via),
  }));
  const leading = paths.filter(({ before, after }) => before.leadsToKms || after.leadsToKms);
  if (leading.length === 0) return [];
  const keys = keysOf(worlds, region);
  return [{ keys: [...keys, null], principals: principalsOf(worlds), paths: leading }];
}

/** Before it is created and after it is deleted an endpoint leads nowhere. */
function endpointOn(world: World, via: string): RequestPath {
  return world.endpoints.has(via) ? findPath(world, via) : { ...NO_PATH, via };
}

function keysOf({ before, after }: Worlds, region: string | null): readonly string[] {
  const keys = new Set<string>();
  for (const world of [before, after]) {
    for (const key of world.keys.values())
      if (region === null || key.region === region) keys.add(key.arn);
  }
  return [...keys];
}

/** A change of IAM reaches every key, and the actions without a key, by the principals whose policies moved. */
export function onIam(worlds: Worlds): readonly ComparisonScope[] {
  const moved = principalsOf(worlds).filter((principal) => hasMoved(principal, worlds));
  if (moved.length === 0) return [];
  const regions = new Set(keysOf(worlds, null).map((arn) => parseArn(arn)?.region ?? null));
  const onKeysOf = (region: string | null): ComparisonScope => ({
    keys: keysOf(worlds, region),
    principals: moved,
    paths: allPaths(worlds, region),
  });
  // An action without a key is one of every Region, also where there are no keys.
  const keyless = { keys: [null], principals: moved, paths: allPaths(worlds, null) };
  return [...[...regions].map(onKeysOf), keyless];
}

/** Whether what IAM knows of a principal differs between the worlds; whoever IAM does not list may have moved. */
function hasMoved(principal: string, { before, after }: Worlds): boolean {
  const account = parseArn(principal)?.account;
  if (account === undefined || account === "") return false;
  const directories = [before, after].map((world) => world.accounts.get(account)?.directory);
  if (directories.some((directory) => directory === undefined || "unknown" in directory))
    return true;
  const [b, a] = directories.map((directory) =>
    directory === undefined || "unknown" in directory
      ? undefined
      : (directory.byArn.get(principal) ?? sessionRole(directory, principal)),
  );
  return b !== a;
}

function sessionRole(
  directory: Exclude<
    NonNullable<ReturnType<World["accounts"]["get"]>>["directory"],
    { readonly unknown: string }
  >,
  principal: string,
) {
  const name = /:assumed-role\/([^/]+)\//.exec(principal)?.[1];
  return name === undefined ? undefined : directory.roleByName.get(name);
}

/** Whether the changes are about the key's state itself. */
export function changesKeyState(changes: readonly Change[]): boolean {
  return changes.some((change) => change.kind === "key-state-set");
}

/** The ARNs of keys that the event names and no snapshot holds. */
export function unknownKeysOf(changes: readonly Change[], { before }: Worlds): readonly string[] {
  const readable = before.snapshots.every((snapshot) => !isUnreadable(snapshot.keys));
  if (!readable) return [];
  return changes.flatMap((change) => {
    const named = change.kind === "alias-set" ? change.targetKeyArn : keyNamedBy(change);
    return named === null || before.keys.has(named) ? [] : [named];
  });
}

function keyNamedBy(change: Change): string | null {
  return "keyArn" in change ? change.keyArn : null;
}

/**
 * The aliases that a key lost which no snapshot holds. UpdateAlias and DeleteAlias do not tell that
 * key; they succeed only where the alias is there.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html
 */
export function unheldAliasesOf(
  changes: readonly Change[],
  { before }: Worlds,
  event: TrailEvent,
): readonly string[] {
  if (event.eventName === "CreateAlias") return [];
  const place = { account: event.recipientAccountId, region: event.awsRegion };
  const names = changes.flatMap((change) => (change.kind === "alias-set" ? change.aliasName : []));
  return names.filter((name) => findAliasHolder(before, name, place) === null);
}
