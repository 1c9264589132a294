import type { AccessChange } from "../../access/compare/access-change.ts";
import { preparedAt, requesterOn } from "../../access/compare/compared-side.ts";
import { decideTarget } from "../../access/decide/decide-target.ts";
import type { DecisionValue, Unknown } from "../../kms/decision.ts";
import { kmsActionIndex } from "../../kms/kms-vocabulary.ts";
import { findPath, type World } from "../../kms/world/world.ts";
import type { Worlds } from "./change-scope.ts";

/** Access changes looked into at most: what one leaves open, most others leave open too. */
const MOST_CHANGES = 100;

/** What is not known of another account's IAM is the usual case, told by the principal alone. */
const USUAL = new Set(["identityPoliciesUnknown"]);

/** Why the decisions of access changes are conditional, where no context key would settle them. */
export function unsettledNotes(
  accessChanges: readonly AccessChange[],
  { before, after }: Worlds,
): readonly Unknown[] {
  const notes = new Map<string, Unknown>();
  for (const change of likelyDistinct(accessChanges)) {
    const unknowns = [
      ...unknownsOn(before, change, change.before),
      ...unknownsOn(after, change, change.after),
    ];
    for (const { code, text } of unknowns) {
      if (!USUAL.has(code)) notes.set(`${code} ${text}`, { code, text });
    }
  }
  return [...notes.values()];
}

/** Changes on one key by one path and for the same statements are conditional for the same reasons. */
function likelyDistinct(accessChanges: readonly AccessChange[]): readonly AccessChange[] {
  const changes = new Map<string, AccessChange>();
  for (const change of accessChanges) {
    const { before, after, key, via, because } = change;
    if (before !== "conditional" && after !== "conditional") continue;
    const place = JSON.stringify([before, after, key, via, because]);
    if (!changes.has(place)) changes.set(place, change);
    if (changes.size === MOST_CHANGES) break;
  }
  return [...changes.values()];
}

function unknownsOn(
  world: World,
  { principal, key, via, actions: [name = ""] }: AccessChange,
  decision: DecisionValue,
): readonly Unknown[] {
  const side = { world, options: { asIfEnabled: true } };
  const action = kmsActionIndex(name);
  const requester = requesterOn(side, principal);
  if (decision !== "conditional" || action === undefined || requester === null) return [];
  const prepared = preparedAt({ side, keyArn: key, path: findPath(world, via) });
  if (prepared === null) return [];
  return decideTarget(prepared, requester, action, side.options).unknowns;
}
