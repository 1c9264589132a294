import type { EndpointChange } from "../change.ts";
import { defaultEndpointPolicy } from "../default-policy.ts";
import { sameDocument } from "../policy-document.ts";
import type { Snapshot, VpcEndpoint } from "../snapshot.ts";
import { filterShared, mapShared, putShared, withMember } from "../structural-sharing.ts";
import { editKnown, editListed } from "./edit-list.ts";

type EndpointModified = Extract<EndpointChange, { readonly kind: "endpoint-modified" }>;

/** The account after a VPC endpoint came, was modified or went. */
export function applyEndpointChange(snapshot: Snapshot, change: EndpointChange): Snapshot {
  const edit = (endpoints: readonly VpcEndpoint[]) => editEndpoints(endpoints, change);
  return withMember(snapshot, "vpcEndpoints", editListed(snapshot.vpcEndpoints, edit));
}

function editEndpoints(
  endpoints: readonly VpcEndpoint[],
  change: EndpointChange,
): readonly VpcEndpoint[] {
  switch (change.kind) {
    case "endpoint-created": {
      const { endpoint } = change;
      const isIt = (other: VpcEndpoint) => other.VpcEndpointId === endpoint.VpcEndpointId;
      return putShared(endpoints, isIt, (old) => old ?? endpoint);
    }
    case "endpoint-modified":
      return mapShared(endpoints, (endpoint) =>
        endpoint.VpcEndpointId === change.vpcEndpointId ? modify(endpoint, change) : endpoint,
      );
    case "endpoints-deleted":
      // EC2 goes on describing a deleted endpoint for a while, as deleted: a request through it is
      // one that cannot be, unlike one through an endpoint of which nothing is known.
      return mapShared(endpoints, (endpoint) =>
        change.vpcEndpointIds.includes(endpoint.VpcEndpointId)
          ? withMember(endpoint, "State", "deleted")
          : endpoint,
      );
  }
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html */
function modify(endpoint: VpcEndpoint, change: EndpointModified): VpcEndpoint {
  let after = withPolicy(endpoint, change.policyDocument);
  if (change.privateDnsEnabled !== undefined) {
    after = withMember(after, "PrivateDnsEnabled", change.privateDnsEnabled);
  }
  const { addSubnetIds, removeSubnetIds, addRouteTableIds, removeRouteTableIds } = change;
  after = withMember(after, "SubnetIds", editIds(after.SubnetIds, addSubnetIds, removeSubnetIds));
  after = withMember(
    after,
    "RouteTableIds",
    editIds(after.RouteTableIds, addRouteTableIds, removeRouteTableIds),
  );
  return withMember(after, "Groups", editGroups(after.Groups, change));
}

function withPolicy(endpoint: VpcEndpoint, told: EndpointModified["policyDocument"]): VpcEndpoint {
  if (told === undefined) return endpoint;
  const policy = told === "default" ? defaultEndpointPolicy : told;
  if (sameDocument(endpoint.PolicyDocument, policy)) return endpoint;
  return withMember(endpoint, "PolicyDocument", policy);
}

function editIds(
  ids: readonly string[] | undefined,
  added: readonly string[] = [],
  removed: readonly string[] = [],
): readonly string[] | undefined {
  return editKnown<string, readonly string[] | undefined>(ids, (known) => {
    const kept = filterShared(known, (id) => !removed.includes(id));
    const missing = [...new Set(added)].filter((id) => !kept.includes(id));
    return missing.length === 0 ? kept : [...kept, ...missing];
  });
}

function editGroups(groups: VpcEndpoint["Groups"], change: EndpointModified) {
  const { addSecurityGroupIds = [], removeSecurityGroupIds = [] } = change;
  return editKnown(groups, (known) => {
    const kept = filterShared(
      known,
      ({ GroupId = "" }) => !removeSecurityGroupIds.includes(GroupId),
    );
    return addSecurityGroupIds.reduce(
      (all, id) =>
        putShared(
          all,
          ({ GroupId }) => GroupId === id,
          (old) => old ?? { GroupId: id },
        ),
      kept,
    );
  });
}
