import { isUnknown } from "../../account/attributes/attribute-value.ts";
import type { Change } from "../../account/change.ts";
import { planAlias } from "./plan-alias.ts";
import { planEndpoint } from "./plan-endpoint.ts";
import { planGrant } from "./plan-grant.ts";
import { planIam } from "./plan-iam.ts";
import { planKeyPolicy } from "./plan-key-policy.ts";
import { planKeyState } from "./plan-key-state.ts";
import { planTags } from "./plan-tags.ts";
import { joinPlans, noRevert, proposal, type RevertInput, type RevertPlan } from "./revert-plan.ts";

/**
 * The inverse of exactly one event, computed from the recorded state before it: what the event
 * changed gets its former value, everything else is left alone. docs/remediation.md has the table.
 */
export function planRevert(input: RevertInput): RevertPlan {
  const unknown = input.attributes.find(({ before }) => isUnknown(before));
  if (unknown !== undefined) {
    return noRevert(`what \`${unknown.attribute}\` was before the event is not known`);
  }
  const plan = joinPlans(input.changes.map((change) => planChange(change, input)));
  const untold = input.attributes.find(({ after }) => isUnknown(after));
  if (untold === undefined || plan.calls.length === 0) return plan;
  return proposal(plan.calls, {
    code: "afterUnknown",
    text: `what \`${untold.attribute}\` is now is not known, so nothing proves what bringing the former value back does`,
  });
}

function planChange(change: Change, input: RevertInput): RevertPlan {
  switch (change.kind) {
    case "key-tags-set":
    case "key-tags-removed":
      return planTags(change, input);
    case "alias-set":
      return planAlias(change, input);
    case "key-policy-put":
      return planKeyPolicy(change, input);
    case "grant-created":
    case "grant-removed":
      return planGrant(change, input);
    case "key-state-set":
      return planKeyState(change.keyArn, input);
    case "endpoint-created":
    case "endpoint-modified":
    case "endpoints-deleted":
      return planEndpoint(change, input);
    case "key-created":
      return noRevert(
        "the key was not there before; DisableKey or ScheduleKeyDeletion stops its use",
      );
    case "key-deleted":
      return noRevert("a deleted key cannot be brought back");
    case "key-primary-region-set":
      return noRevert("the primary Region is moved back from the new primary's own Region");
    case "none":
      return noRevert(change.reason);
    default:
      return planIam(change, input);
  }
}
