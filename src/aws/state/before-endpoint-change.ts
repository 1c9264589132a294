import type { EndpointChange } from "../../account/change.ts";
import { isUnreadable, type Snapshot, type VpcEndpoint } from "../../account/snapshot.ts";
import {
  filterShared,
  mapShared,
  withMember,
  withoutMember,
} from "../../account/structural-sharing.ts";
import { isKmsService } from "../../kms/request/request-path.ts";
import { unrecorded } from "./unrecorded.ts";

/** The account before a change to its VPC endpoints, as far as the account after tells. */
export function beforeEndpointChange(live: Snapshot, change: EndpointChange): Snapshot {
  const { vpcEndpoints } = live;
  if (vpcEndpoints === undefined || isUnreadable(vpcEndpoints)) return live;
  return withMember(live, "vpcEndpoints", editEndpoints(vpcEndpoints, change));
}

function editEndpoints(
  endpoints: readonly VpcEndpoint[],
  change: EndpointChange,
): readonly VpcEndpoint[] {
  switch (change.kind) {
    case "endpoint-created":
      return filterShared(
        endpoints,
        ({ VpcEndpointId }) => VpcEndpointId !== change.endpoint.VpcEndpointId,
      );
    case "endpoint-modified":
      // Of all that a modification touches, the policy alone decides who reaches what.
      if (change.policyDocument === undefined) return endpoints;
      return mapShared(endpoints, (endpoint) =>
        endpoint.VpcEndpointId === change.vpcEndpointId
          ? withMember(endpoint, "PolicyDocument", unrecorded)
          : endpoint,
      );
    case "endpoints-deleted":
      // EC2 goes on describing a deleted endpoint for a while, with the policy that it had.
      return mapShared(endpoints, (endpoint) =>
        change.vpcEndpointIds.includes(endpoint.VpcEndpointId)
          ? withoutMember(endpoint, "State")
          : endpoint,
      );
  }
}

/** Whether requests to KMS may pass an endpoint. */
export function mayLeadToKms({ ServiceName }: VpcEndpoint): boolean {
  return ServiceName === undefined || isKmsService(ServiceName);
}
