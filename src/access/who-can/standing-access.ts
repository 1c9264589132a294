import { kmsActionIndex } from "../../kms/kms-vocabulary.ts";
import type { World } from "../../kms/world/world.ts";
import { hasAction, isEmptySet, unionActions } from "../../policy/action-set.ts";
import { matrix } from "./matrix.ts";

/** Access that stands without anybody having changed anything. */
export interface StandingAccess {
  /** By the key, the principals from outside that can use it, or may be able to; `*`: anyone. */
  readonly external: ReadonlyMap<string, readonly string[]>;
  /** Who can, or may be able to, set what acts as a permission on some key. */
  readonly taggers: readonly string[];
  readonly aliasers: readonly string[];
}

const indexesOf = (names: readonly string[]): readonly number[] =>
  names.flatMap((name) => kmsActionIndex(`kms:${name}`) ?? []);
const tagging = indexesOf(["TagResource", "UntagResource"]);
const aliasing = indexesOf(["CreateAlias", "UpdateAlias", "DeleteAlias"]);

/** Decides everything once, and keeps who is outside and who can move attributes. */
export function standingAccess(world: World, trustedAccounts: readonly string[]): StandingAccess {
  const external = new Map<string, Set<string>>();
  const taggers = new Set<string>();
  const aliasers = new Set<string>();
  for (const cell of matrix(world, { trustedAccounts, skipEmpty: true })) {
    const { key, principal } = cell;
    const possible = unionActions(cell.allowed, cell.conditional);
    if (key === null || isEmptySet(possible)) continue;
    if (cell.external) external.set(key, (external.get(key) ?? new Set()).add(principal));
    if (tagging.some((action) => hasAction(possible, action))) taggers.add(principal);
    if (aliasing.some((action) => hasAction(possible, action))) aliasers.add(principal);
  }
  return {
    external: new Map([...external].map(([key, principals]) => [key, [...principals].sort()])),
    taggers: [...taggers].sort(),
    aliasers: [...aliasers].sort(),
  };
}
