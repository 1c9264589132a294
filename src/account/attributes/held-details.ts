import { type AuthorizationDetails, isUnreadable, type Snapshot } from "../snapshot.ts";
import type { UnknownValue } from "./attribute-value.ts";

/** The IAM inventory, or why nothing is known of it. */
export function heldDetails({
  authorizationDetails,
}: Snapshot): AuthorizationDetails | UnknownValue {
  if (authorizationDetails === undefined) {
    return { unknown: "the snapshot does not tell the IAM inventory" };
  }
  return isUnreadable(authorizationDetails)
    ? { unknown: authorizationDetails.unreadable }
    : authorizationDetails;
}
