import type { EndpointChange } from "../../account/change.ts";
import type { RemediationCall } from "../../guardrail/finding/finding.ts";

type Input = RemediationCall["input"];
type EndpointModified = Extract<EndpointChange, { readonly kind: "endpoint-modified" }>;

const LISTS = [
  ["AddSubnetIds", "addSubnetIds"],
  ["RemoveSubnetIds", "removeSubnetIds"],
  ["AddSecurityGroupIds", "addSecurityGroupIds"],
  ["RemoveSecurityGroupIds", "removeSecurityGroupIds"],
  ["AddRouteTableIds", "addRouteTableIds"],
  ["RemoveRouteTableIds", "removeRouteTableIds"],
] as const;

/** What an EC2 call of a plan does to an endpoint; null for CreateVpcEndpoint: EC2 gives the new one its id. */
export function endpointChangeOfCall(operation: string, input: Input): EndpointChange | null {
  if (operation === "DeleteVpcEndpoints") {
    const vpcEndpointIds = input["VpcEndpointIds"] as readonly string[];
    return { kind: "endpoints-deleted", vpcEndpointIds };
  }
  return operation === "ModifyVpcEndpoint" ? modified(input) : null;
}

function modified(input: Input): EndpointModified {
  const policy = input["ResetPolicy"] === true ? "default" : input["PolicyDocument"];
  const privateDns = input["PrivateDnsEnabled"];
  const lists = LISTS.flatMap(([member, list]) =>
    input[member] === undefined ? [] : [[list, input[member]] as const],
  );
  return {
    kind: "endpoint-modified",
    vpcEndpointId: input["VpcEndpointId"] as string,
    ...(typeof policy === "string" ? { policyDocument: policy } : {}),
    ...(typeof privateDns === "boolean" ? { privateDnsEnabled: privateDns } : {}),
    ...(Object.fromEntries(lists) as Partial<EndpointModified>),
  };
}
