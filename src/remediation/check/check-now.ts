import type { AccessChange } from "../../access/compare/access-change.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import { isGained } from "../../guardrail/config/match-rule.ts";
import { compileWorld, type World } from "../../kms/world/world.ts";
import type { RevertInput, RevertPlan } from "../plan/revert-plan.ts";
import { changesOfCall } from "./changes-of-call.ts";
import { checkCalls } from "./check-calls.ts";
import { checkControl } from "./check-control.ts";
import { accessLeftOver } from "./check-effect.ts";
import type { CheckOptions } from "./check-plan.ts";
import { checkStorage } from "./check-storage.ts";
import { stepsOfPlan } from "./plan-steps.ts";
import type { Refusal } from "./refusal.ts";

/**
 * Checks a plan on the account as it is now, which other events have changed since: it may still be
 * made, locks nobody out, and gives nobody access that they had neither before the event nor have now.
 */
export function checkNow(
  { calls }: RevertPlan,
  { event, changes, before }: RevertInput,
  live: readonly Snapshot[],
  { config, compiler }: CheckOptions,
): readonly Refusal[] {
  const simulated = stepsOfPlan(live, event, calls);
  if (simulated === null) return [{ code: "notCancelled", text: "the plan cannot be simulated" }];
  const [then, now, reverted] = [before, live, simulated.after].map((snapshots) =>
    compileWorld(snapshots, compiler),
  ) as [World, World, World];
  const { guardrail, trustedAccounts } = config;
  const made = [...changes, ...calls.map(changesOfCall).filter((change) => change !== null)];
  const gains = (from: World): readonly AccessChange[] =>
    accessLeftOver({
      event,
      changes: made,
      worlds: { before: from, reverted },
      trustedAccounts,
    }).filter(isGained);
  const sinceBefore = new Set(gains(then).map(nameOf));
  const fresh = gains(now).filter((gain) => sinceBefore.has(nameOf(gain)));
  return [
    ...checkStorage(calls, now).refusals,
    ...checkControl(simulated.steps, { after: now, reverted }, guardrail.principal),
    ...checkCalls(simulated.steps, guardrail.principal, compiler),
    ...fresh.slice(0, 1).map(
      ({ principal, key }): Refusal => ({
        code: "wouldGrant",
        text: `since the event other changes came to pass by which the revert would give \`${principal}\` access to \`${key ?? "no key"}\` that it did not have before`,
      }),
    ),
  ];
}

/** Who gains on what by which way; of which actions each comparison groups differently. */
function nameOf({ principal, key, via }: AccessChange): string {
  return JSON.stringify([principal, key, via]);
}
