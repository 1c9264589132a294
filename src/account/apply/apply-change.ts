import type { Change } from "../change.ts";
import type { Snapshot } from "../snapshot.ts";
import { applyAliasChange } from "./apply-alias-change.ts";
import { applyEndpointChange } from "./apply-endpoint-change.ts";
import { applyGrantChange } from "./apply-grant-change.ts";
import { applyIamChange } from "./apply-iam-change.ts";
import { applyKeyChange } from "./apply-key-change.ts";

/**
 * The account after a change. What the change does not touch is shared with the account before, and
 * a change that alters nothing gives the same snapshot.
 *
 * A change whose ARN is of another account or Region does not apply. Aliases, endpoints and IAM
 * identities carry no ARN here: such a change belongs to the snapshot of the event's own account
 * and Region. What is unreadable stays so until an event tells the whole new value.
 */
export function applyChange(snapshot: Snapshot, change: Change): Snapshot {
  switch (change.kind) {
    case "key-tags-set":
    case "key-tags-removed":
    case "key-policy-put":
    case "key-state-set":
    case "key-created":
    case "key-deleted":
    case "key-primary-region-set":
      return applyKeyChange(snapshot, change);
    case "grant-created":
    case "grant-removed":
      return applyGrantChange(snapshot, change);
    case "alias-set":
      return applyAliasChange(snapshot, change);
    case "endpoint-created":
    case "endpoint-modified":
    case "endpoints-deleted":
      return applyEndpointChange(snapshot, change);
    case "none":
      return snapshot;
    default:
      return applyIamChange(snapshot, change);
  }
}
