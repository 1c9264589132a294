import type { Change } from "../../account/change.ts";
import { sameJson } from "../../account/same-json.ts";
import { type Grant, isUnreadable, type Snapshot } from "../../account/snapshot.ts";
import type { Place } from "../check/plan-steps.ts";
import { recordedEndpoint, recordedGrant, snapshotOfEvent } from "../plan/recorded-parts.ts";
import { type StateDifference, stillAsDescribed } from "./still-as-described.ts";

/** What, read after a revert, is not as it was before the event; none: the revert is verified. */
export function notReverted(
  live: readonly Snapshot[],
  before: readonly Snapshot[],
  changes: readonly Change[],
  place: Place,
): readonly StateDifference[] {
  return changes.flatMap((change) => {
    if (change.kind === "endpoint-created" && isGone(live, change.endpoint.VpcEndpointId, place)) {
      return [];
    }
    if (change.kind === "grant-removed" && isReplaced(live, before, change.grantId)) return [];
    return stillAsDescribed(live, before, [change], place);
  });
}

/** A deleted endpoint is told for a while yet. */
function isGone(live: readonly Snapshot[], id: string, place: Place): boolean {
  const own = snapshotOfEvent(live, place);
  if (own?.vpcEndpoints === undefined || isUnreadable(own.vpcEndpoints)) return false;
  const state = recordedEndpoint(own, id)?.State?.toLowerCase();
  return state === undefined || state === "deleting" || state === "deleted";
}

/** A grant comes back under another id. */
function isReplaced(
  live: readonly Snapshot[],
  before: readonly Snapshot[],
  grantId: string,
): boolean {
  const old = recordedGrant(before, grantId);
  if (old === null) return false;
  const grants = live
    .flatMap(({ keys }) => (isUnreadable(keys) ? [] : keys))
    .find(({ metadata }) => metadata.Arn === old.keyArn)?.grants;
  if (grants === undefined || isUnreadable(grants)) return false;
  return grants.some((grant) => sameJson(essence(grant), essence(old.grant)));
}

function essence(grant: Grant): unknown {
  const { GranteePrincipal, GranteeServicePrincipal, Operations, Constraints } = grant;
  return [
    GranteePrincipal ?? GranteeServicePrincipal ?? null,
    Operations?.toSorted() ?? null,
    Constraints ?? null,
  ];
}
