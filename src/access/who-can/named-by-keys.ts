import { isUnreadable, type Unreadable } from "../../account/snapshot.ts";
import type { CompiledKey } from "../../kms/key/compiled-key.ts";
import { type ChangedValue, changedValues, overlaidMap } from "../../kms/key/overlaid-map.ts";
import type { World } from "../../kms/world/world.ts";
import type { CompiledPolicy } from "../../policy/compile-policy.ts";
import { type Mentions, statementMentions } from "./statement-mentions.ts";

/** Whom and which networks the keys' policies and grants name. */
export interface NamedByKeys {
  readonly keys: World["keys"];
  readonly principals: Names;
  readonly networks: Names;
}

interface Names {
  /** The same list for as long as no name comes or goes. */
  readonly names: readonly string[];
  /** How often each is named. */
  readonly counts: ReadonlyMap<string, number>;
}

const NO_KEYS: World["keys"] = overlaidMap([]);
const NO_NAMES: Names = { names: [], counts: new Map() };

/** What the keys of a world name. Where the keys that changed since the last time name the same, so does it. */
export function namedByKeys(world: World): NamedByKeys {
  return world.compiler.recent<NamedByKeys>("named by keys", [world.keys], (last) => {
    const changes = changedValues(last?.keys ?? NO_KEYS, world.keys);
    return {
      keys: world.keys,
      principals: recount(last?.principals ?? NO_NAMES, changes, (key) =>
        principalsNamedBy(world, key),
      ),
      networks: recount(
        last?.networks ?? NO_NAMES,
        changes,
        ({ policy }) => mentionsOf(world, policy).networks,
      ),
    };
  });
}

/** The names after some keys changed; the same when none of these keys names anything else. */
function recount(
  old: Names,
  changes: readonly ChangedValue<CompiledKey>[],
  namesOf: (key: CompiledKey) => readonly string[],
): Names {
  let counts: Map<string, number> | null = null;
  for (const { before, after } of changes) {
    const gone = before === undefined ? [] : namesOf(before);
    const come = after === undefined ? [] : namesOf(after);
    if (sameList(gone, come)) continue;
    counts ??= new Map(old.counts);
    for (const name of come) addTo(counts, name, 1);
    for (const name of gone) addTo(counts, name, -1);
  }
  if (counts === null) return old;
  const known = counts;
  const sameNames = known.size === old.names.length && old.names.every((name) => known.has(name));
  return { names: sameNames ? old.names : [...known.keys()], counts };
}

function addTo(counts: Map<string, number>, name: string, added: number): void {
  const count = (counts.get(name) ?? 0) + added;
  if (count > 0) counts.set(name, count);
  else counts.delete(name);
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
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
export function mentionsOf(world: World, policy: CompiledPolicy | Unreadable): Mentions {
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
