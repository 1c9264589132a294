import {
  isDeleted,
  isUnreadable,
  type Snapshot,
  type VpcEndpoint,
} from "../../account/snapshot.ts";
import { awsError } from "./aws-error.ts";
import { onlyPlace, placesOf, snapshotsInRegion } from "./call-place.ts";
import type { CallContext } from "./planned-call.ts";

/** An endpoint that a call names, and the snapshot that holds it. */
export interface CallEndpoint {
  readonly snapshot: Snapshot;
  readonly endpoint: VpcEndpoint;
}

export function findCallEndpoint(id: string, context: CallContext): CallEndpoint {
  const candidates = snapshotsInRegion(context);
  const holders = candidates.flatMap((snapshot) => {
    const endpoint = endpointsOf(snapshot).find(({ VpcEndpointId }) => VpcEndpointId === id);
    return endpoint === undefined ? [] : [{ snapshot, endpoint }];
  });
  onlyPlace(
    holders.map(({ snapshot }) => snapshot),
    `the VPC endpoint \`${id}\``,
    "say which with `--region`",
  );
  const [holder] = holders;
  if (holder !== undefined) return holder;
  const untold = candidates.filter(
    ({ vpcEndpoints }) => vpcEndpoints === undefined || isUnreadable(vpcEndpoints),
  );
  const why = untold.length === 0 ? "" : `; the endpoints of ${placesOf(untold)} are not known`;
  throw awsError(
    "E_ENDPOINT_UNKNOWN",
    `no account snapshot holds the VPC endpoint \`${id}\`${why}`,
  );
}

/** The endpoints of a snapshot that are still there. */
export function endpointsOf({ vpcEndpoints }: Snapshot): readonly VpcEndpoint[] {
  if (vpcEndpoints === undefined || isUnreadable(vpcEndpoints)) return [];
  return vpcEndpoints.filter((endpoint) => !isDeleted(endpoint));
}
