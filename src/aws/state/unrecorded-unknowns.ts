import type { Change } from "../../account/change.ts";
import { isUnreadable, type Snapshot } from "../../account/snapshot.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { Unknown } from "../../kms/decision.ts";
import { mayLeadToKms } from "./before-endpoint-change.ts";

/**
 * What changes reach beyond the one resource that is read for them. Without a record of all keys
 * nobody can tell what such a change did to access, so it is told as unknown.
 */
export function unknownsOf(
  event: TrailEvent,
  changes: readonly Change[],
  live: Snapshot,
): readonly Unknown[] {
  const untold = changes.flatMap((change) =>
    change.kind === "none" && event.readLive
      ? [{ code: "changeUnknown", text: `what the call changed is not known: ${change.reason}` }]
      : [],
  );
  if (!changes.some((change) => reachesAnyKey(change, live))) return untold;
  return [
    ...untold,
    {
      code: "keysUnknown",
      text: "the event may reach every key of the account, and no state of them is recorded yet",
    },
  ];
}

function reachesAnyKey(change: Change, live: Snapshot): boolean {
  switch (change.kind) {
    case "endpoint-created":
      return mayLeadToKms(change.endpoint);
    case "endpoint-modified":
      return change.policyDocument !== undefined && leadsToKms([change.vpcEndpointId], live);
    case "endpoints-deleted":
      return leadsToKms(change.vpcEndpointIds, live);
    case "iam-boundary-set":
    case "iam-group-membership":
    case "iam-identity-created":
    case "iam-identity-deleted":
    case "iam-inline-policy-deleted":
    case "iam-inline-policy-put":
    case "iam-policy-attached":
    case "iam-policy-default-version-set":
    case "iam-policy-deleted":
    case "iam-policy-detached":
    case "iam-tags-removed":
    case "iam-tags-set":
      return true;
    case "iam-policy-version-created":
      return change.setAsDefault;
    default:
      return false;
  }
}

/** Whether one of the endpoints may lead to KMS: one that cannot be read may. */
function leadsToKms(ids: readonly string[], { vpcEndpoints }: Snapshot): boolean {
  if (vpcEndpoints === undefined || isUnreadable(vpcEndpoints)) return true;
  return ids.some((id) => {
    const endpoint = vpcEndpoints.find(({ VpcEndpointId }) => VpcEndpointId === id);
    return endpoint === undefined || mayLeadToKms(endpoint);
  });
}
