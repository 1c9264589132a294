import type { AccessChange } from "../../access/compare/access-change.ts";
import { preparedAt, requesterOn, type Side } from "../../access/compare/compared-side.ts";
import { evaluateTarget } from "../../kms/evaluate/evaluate-target.ts";
import { kmsActionIndex } from "../../kms/kms-vocabulary.ts";
import type { PreparedTarget } from "../../kms/layers/prepared-target.ts";
import { OUTSIDE_ENDPOINTS } from "../../kms/request/request-path.ts";
import type { Formula } from "../../policy/formula.ts";
import { formulaOf, NO_VERDICT, type Verdict } from "../../policy/verdict.ts";

/**
 * Marks the changes on an endpoint's path to what is possible outside any endpoint anyway: there the
 * same decision holds before and after, and on the path no more than that.
 */
export function markAlreadyAllowed(
  changes: readonly AccessChange[],
  sides: { readonly before: Side; readonly after: Side },
): readonly AccessChange[] {
  const outside = outsideFormulas(sides);
  return changes.flatMap((change) => {
    if (change.via === null) return [change];
    const anyway = change.actions.filter((action) => isAllowedAnyway(change, action, outside));
    if (anyway.length === 0) return [change];
    const rest = change.actions.filter((action) => !anyway.includes(action));
    const marked: AccessChange = { ...withActions(change, anyway), alreadyAllowedWithout: true };
    return rest.length === 0 ? [marked] : [withActions(change, rest), marked];
  });
}

function withActions(change: AccessChange, actions: readonly string[]): AccessChange {
  const [first] = actions;
  const { witness } = change;
  const own =
    witness === null || first === undefined || actions.includes(witness.action)
      ? witness
      : { ...witness, action: first };
  return { ...change, actions, witness: own };
}

function isAllowedAnyway(change: AccessChange, action: string, outside: OutsideFormulas): boolean {
  const { before, after } = outside(change, action);
  if (before.kind === "false" || before.text !== after.text) return false;
  return before.kind === "true" || (change.before !== "allowed" && change.after !== "allowed");
}

type OutsideFormulas = (
  change: AccessChange,
  action: string,
) => { readonly before: Formula; readonly after: Formula };

/** The conditions outside any endpoint, evaluated once for each principal and key. */
function outsideFormulas(sides: { readonly before: Side; readonly after: Side }): OutsideFormulas {
  const targets = new Map<string, PreparedTarget | null>();
  const verdicts = new Map<string, Verdict>();
  const verdictOn = (name: "before" | "after", { principal, key }: AccessChange): Verdict => {
    const place = `${name} ${key ?? ""}`;
    const id = `${place} ${principal}`;
    const cached = verdicts.get(id);
    if (cached !== undefined) return cached;
    const side = sides[name];
    if (!targets.has(place)) {
      targets.set(place, preparedAt({ side, keyArn: key, path: OUTSIDE_ENDPOINTS }));
    }
    const prepared = targets.get(place) ?? null;
    const requester = requesterOn(side, principal);
    const verdict =
      prepared === null || requester === null
        ? NO_VERDICT
        : evaluateTarget(prepared, requester, side.options).final;
    verdicts.set(id, verdict);
    return verdict;
  };
  return (change, action) => {
    const index = kmsActionIndex(action) ?? 0;
    return {
      before: formulaOf(verdictOn("before", change), index),
      after: formulaOf(verdictOn("after", change), index),
    };
  };
}
