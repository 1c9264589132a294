import type { IamChange } from "../change.ts";
import { type AuthorizationDetails, isUnreadable, type Snapshot } from "../snapshot.ts";
import { isHere } from "../snapshot-keys.ts";
import { withMember } from "../structural-sharing.ts";
import { applyIdentityChange } from "./apply-identity-change.ts";
import { applyManagedPolicyChange } from "./apply-managed-policy-change.ts";
import { applyIdentityLifecycle } from "./identity-lifecycle.ts";

/** The account after a change to its IAM inventory; an inventory that is not known stays so. */
export function applyIamChange(snapshot: Snapshot, change: IamChange): Snapshot {
  const details = snapshot.authorizationDetails;
  if (details === undefined || isUnreadable(details)) return snapshot;
  if ("arn" in change && !isHere(snapshot, change.arn)) return snapshot;
  return withMember(snapshot, "authorizationDetails", changeDetails(details, change));
}

function changeDetails(details: AuthorizationDetails, change: IamChange): AuthorizationDetails {
  switch (change.kind) {
    case "iam-identity-created":
    case "iam-identity-deleted":
      return applyIdentityLifecycle(details, change);
    case "iam-policy-created":
    case "iam-policy-deleted":
    case "iam-policy-version-created":
    case "iam-policy-version-deleted":
    case "iam-policy-default-version-set":
      return applyManagedPolicyChange(details, change);
    default:
      return applyIdentityChange(details, change);
  }
}
