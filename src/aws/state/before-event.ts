import type { Change } from "../../account/change.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import { beforeEndpointChange } from "./before-endpoint-change.ts";
import { beforeIamChange } from "./before-iam-change.ts";
import { beforeKeyChange } from "./before-key-change.ts";

/**
 * What can be known of the account before an event from reading it after the event. What was
 * created was not there; of what was changed in place, the part that the change touched is not
 * known; the rest is as it is read. Changes that decide no access leave their part as it is read.
 */
export function beforeEvent(
  live: Snapshot,
  event: TrailEvent,
  changes: readonly Change[],
): Snapshot {
  return changes.reduce((snapshot, change) => beforeChange(snapshot, event, change), live);
}

function beforeChange(live: Snapshot, event: TrailEvent, change: Change): Snapshot {
  switch (change.kind) {
    case "none":
      return live;
    case "endpoint-created":
    case "endpoint-modified":
    case "endpoints-deleted":
      return beforeEndpointChange(live, change);
    case "alias-set":
    case "grant-created":
    case "grant-removed":
    case "key-created":
    case "key-deleted":
    case "key-policy-put":
    case "key-primary-region-set":
    case "key-state-set":
    case "key-tags-removed":
    case "key-tags-set":
      return beforeKeyChange(live, event, change);
    default:
      return beforeIamChange(live, change);
  }
}
