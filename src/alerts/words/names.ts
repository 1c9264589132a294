import { parseArn } from "../../account/arn.ts";
import { isUnreadable, type Snapshot } from "../../account/snapshot.ts";
import { shortPrincipal } from "../../guardrail/finding/finding-title.ts";

/** Short names for a reader who knows the accounts. */
export interface Names {
  /** A key by an alias where it has one: `alias/payroll`. */
  readonly key: (arn: string) => string;
  /** `role/ci-deploy`, with its account where that is not the only one. */
  readonly principal: (principal: string) => string;
  readonly path: (via: string | null) => string;
}

export const outsidePath = "outside any endpoint";

/**
 * Names by what the accounts hold. An alias that moved names neither of its keys alone: a key is
 * named by an alias that it has before and after, else by one that it has or had and its id.
 */
export function makeNames(before: readonly Snapshot[], after: readonly Snapshot[] = before): Names {
  const [old, now] = [aliasesByKey(before), aliasesByKey(after)];
  const accounts = new Set(before.map(({ account }) => account));
  const places = new Set(before.map(({ account, region }) => `${account} ${region}`));
  return {
    key: (arn) => keyName(arn, old.get(arn) ?? [], now.get(arn) ?? [], places),
    principal: (principal) => principalName(principal, accounts),
    path: (via) => via ?? outsidePath,
  };
}

function aliasesByKey(snapshots: readonly Snapshot[]): ReadonlyMap<string, readonly string[]> {
  const aliases = new Map<string, readonly string[]>();
  for (const { keys } of snapshots) {
    if (isUnreadable(keys)) continue;
    for (const key of keys) {
      if (key.aliases === undefined || isUnreadable(key.aliases)) continue;
      const names = key.aliases.map((alias) => alias.AliasName);
      aliases.set(key.metadata.Arn, names.sort());
    }
  }
  return aliases;
}

function keyName(
  arnText: string,
  old: readonly string[],
  now: readonly string[],
  places: ReadonlySet<string>,
): string {
  const arn = parseArn(arnText);
  if (arn === null) return arnText;
  const place = `${arn.account} ${arn.region}`;
  const where = places.size === 1 && places.has(place) ? "" : ` in ${place}`;
  const lasting = old.find((alias) => now.includes(alias));
  if (lasting !== undefined) return `${lasting}${where}`;
  const some = now[0] ?? old[0];
  if (some === undefined) return `${arn.resource}${where}`;
  return `${some} (${arn.resource.slice(0, "key/".length + 8)})${where}`;
}

/** A principal by its short name, with its account where `accounts` is not that one alone. */
export function principalName(principal: string, accounts: ReadonlySet<string>): string {
  if (principal === "*") return "anyone (*)";
  const arn = parseArn(principal);
  if (arn === null) return principal;
  const isOwn = accounts.has(arn.account);
  if (arn.resource === "root") return `${isOwn ? "root user of" : "account"} ${arn.account}`;
  const name = shortPrincipal(principal);
  return isOwn && accounts.size === 1 ? name : `${name} of ${arn.account}`;
}
