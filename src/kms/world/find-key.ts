import { type Arn, parseArn } from "../../account/arn.ts";
import { isUnreadable } from "../../account/snapshot.ts";
import { type CompiledKey, unknownKey } from "../key/compiled-key.ts";
import type { World } from "./world.ts";

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
  // Stryker disable next-line ConditionalExpression,LogicalOperator: both are told or neither
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
