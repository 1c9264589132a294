import type { AccessChange } from "../access/access-change.ts";
import { preparedAt, requesterOn, type Side } from "../access/compared-side.ts";
import { evaluateTarget } from "../kms/evaluate-target.ts";
import { kmsActionIndex } from "../kms/kms-vocabulary.ts";
import { OUTSIDE_ENDPOINTS } from "../kms/request-path.ts";
import { hasAction } from "../policy/action-set.ts";

/** Marks the changes on an endpoint's path to what is allowed outside any endpoint before and after anyway. */
export function markAlreadyAllowed(
  changes: readonly AccessChange[],
  sides: { readonly before: Side; readonly after: Side },
): readonly AccessChange[] {
  return changes.flatMap((change) => {
    if (change.via === null) return [change];
    const anyway = change.actions.filter(
      (action) =>
        isAllowedOutside(change, action, sides.before) &&
        isAllowedOutside(change, action, sides.after),
    );
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

function isAllowedOutside(change: AccessChange, action: string, side: Side): boolean {
  const requester = requesterOn(side, change.principal);
  const prepared = preparedAt({ side, keyArn: change.key, path: OUTSIDE_ENDPOINTS });
  const index = kmsActionIndex(action);
  if (requester === null || prepared === null || index === undefined) return false;
  return hasAction(evaluateTarget(prepared, requester, side.options).final.yes, index);
}
