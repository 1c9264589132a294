import type { AccessChange } from "../../access/compare/access-change.ts";
import { type ComparisonScope, compareAccess } from "../../access/compare/compare-access.ts";
import type { Change } from "../../account/change.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import { shortActions, shortPrincipal } from "../../guardrail/finding/finding-title.ts";
import {
  changesKeyState,
  scopeOfChanges,
  type Worlds,
} from "../../guardrail/judge/change-scope.ts";
import { judgePerimeter } from "../../guardrail/judge/perimeter-judgement.ts";
import { perimeterSentence } from "../../guardrail/judge/perimeter-words.ts";
import type { World } from "../../kms/world/world.ts";
import type { Refusal } from "./refusal.ts";

export interface EffectInput {
  readonly event: TrailEvent;
  /** What the event did, and what the plan does. */
  readonly changes: readonly Change[];
  /** The account before the event, and after the event and the plan. */
  readonly worlds: { readonly before: World; readonly reverted: World };
  readonly trustedAccounts: readonly string[];
}

/**
 * Whether the event and its plan together leave access as it was: then the plan cancels exactly
 * the finding's access changes and gives nobody anything else.
 */
export function checkEffect(input: EffectInput): readonly Refusal[] {
  const left = accessLeftOver(input);
  const [worst] = [...left.filter(isGain), ...left];
  if (worst === undefined) return perimeterLeftOver(input);
  const { change, principal, actions, key } = worst;
  const who = `${shortPrincipal(principal)}: ${shortActions(actions)} on \`${key ?? "no key"}\``;
  const others = left.length > 1 ? ` and ${left.length - 1} more` : "";
  const text = `the revert would leave access ${change} for ${who}${others}`;
  return [{ code: isGain(worst) ? "wouldGrant" : "notCancelled", text }];
}

/** How the data perimeter after the revert differs from what it was before the event. */
function perimeterLeftOver(input: EffectInput): readonly Refusal[] {
  const { event, changes, trustedAccounts, worlds } = input;
  const sides = { before: worlds.before, after: worlds.reverted };
  const left = judgePerimeter(changes, sides, event, trustedAccounts).changes;
  const [worst] = [...left.filter(isGain), ...left];
  if (worst === undefined) return [];
  const text = `the revert would leave the perimeter ${worst.change}: ${perimeterSentence(worst)}`;
  return [{ code: isGain(worst) ? "wouldGrant" : "notCancelled", text }];
}

/** How access after the revert differs from access before the event. */
export function accessLeftOver({
  event,
  changes,
  worlds: { before, reverted },
  trustedAccounts,
}: EffectInput): readonly AccessChange[] {
  // A disabled key hides nothing, unless the event or the plan is about just that.
  const options = { asIfEnabled: !changesKeyState(changes) };
  const sides = [
    { world: before, options },
    { world: reverted, options },
  ] as const;
  return scopesOf(changes, { before, after: reverted }, event).flatMap((scope) =>
    compareAccess(...sides, scope, { trustedAccounts, settled: () => false }),
  );
}

/** What the changes can touch, once: a plan touches what its event touched. */
function scopesOf(
  changes: readonly Change[],
  worlds: Worlds,
  event: TrailEvent,
): readonly ComparisonScope[] {
  const scopes = scopeOfChanges(changes, worlds, event).map((scope) => {
    const vias = scope.paths.map(({ via }) => via);
    return [JSON.stringify([scope.keys, vias, scope.principals.length]), scope] as const;
  });
  return [...new Map(scopes).values()];
}

function isGain({ change }: Pick<AccessChange, "change">): boolean {
  return change === "gained" || change === "widened" || change === "changed";
}
