import type { AccessChange } from "../../access/compare/access-change.ts";
import { isUnreadable } from "../../account/snapshot.ts";
import type { World } from "../../kms/world/world.ts";

/** Context keys that tell for whom a service acts. */
const NARROWING = new Set([
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "kms:calleraccount",
  "kms:viaservice",
]);

/**
 * Whether a service principal gains access by a key policy that does not say for whom the service
 * may act.
 * https://docs.aws.amazon.com/kms/latest/developerguide/least-privilege.html
 */
export function isConfusedDeputy(change: AccessChange, after: World): boolean {
  const policy = change.key === null ? undefined : after.keys.get(change.key)?.policy;
  if (policy === undefined || isUnreadable(policy)) return false;
  return change.because.some(({ layer, statement, was }) => {
    if (layer !== "key-policy" || was) return false;
    const compiled = policy.statements.find(({ index }) => index === statement);
    return (
      compiled !== undefined &&
      !compiled.tests.some(
        (test) => NARROWING.has(test.lookup) && !test.operator.negated && !test.operator.ifExists,
      )
    );
  });
}
