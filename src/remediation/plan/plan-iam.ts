import type { IamChange } from "../../account/change.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import { identityCall } from "./iam-calls.ts";
import { undoIdentityChange } from "./plan-identity.ts";
import { undoManagedPolicyChange } from "./plan-managed-policy.ts";
import { automatic, noRevert, proposal, type RevertInput, type RevertPlan } from "./revert-plan.ts";

/**
 * A change of IAM reaches far beyond KMS, so its undoing is proposed, never made.
 */
export function planIam(change: IamChange, input: RevertInput): RevertPlan {
  const ofAccount = ({ account }: Snapshot): boolean => account === input.event.recipientAccountId;
  const before = input.before.find(ofAccount);
  const after = input.after.find(ofAccount);
  if (before === undefined || after === undefined) return noRevert("its account is not known");
  if (change.kind === "iam-identity-deleted") {
    return noRevert(
      `a new ${change.identity.type} of that name is another principal, with another unique id`,
    );
  }
  const calls = undo(change, before, after);
  if (calls === null) return noRevert("what IAM held before the event is not known");
  if (calls.length === 0) return automatic([]);
  return proposal(calls, {
    code: "iamByPerson",
    text: "a change of IAM decides about more than KMS: a person undoes it",
  });
}

function undo(
  change: Exclude<IamChange, { readonly kind: "iam-identity-deleted" }>,
  before: Snapshot,
  after: Snapshot,
): readonly RemediationCall[] | null {
  switch (change.kind) {
    case "iam-identity-created":
      return [identityCall(change.identity, (type) => `Delete${type}`, {})];
    case "iam-policy-created":
    case "iam-policy-deleted":
    case "iam-policy-version-created":
    case "iam-policy-version-deleted":
    case "iam-policy-default-version-set":
      return undoManagedPolicyChange(change, before, after);
    default:
      return undoIdentityChange(change, before);
  }
}
