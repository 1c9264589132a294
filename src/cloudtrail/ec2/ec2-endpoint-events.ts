import { type CallParser, malformed, noChange, partlyTold, told, untold } from "../reading.ts";
import { createVpcEndpoint } from "./ec2-create-vpc-endpoint.ts";
import { ec2Entries, ec2Member, ec2Texts, unwrapEc2 } from "./ec2-member.ts";
import { modifyVpcEndpoint } from "./ec2-modify-vpc-endpoint.ts";

/** A call that succeeded may still list endpoints that it did not delete. */
const deleteVpcEndpoints: CallParser = (call) => {
  const request = unwrapEc2(call.request, "DeleteVpcEndpointsRequest");
  if (request === null) return untold("the event does not tell which VPC endpoints were deleted");
  const names = ["VpcEndpointId", "VpcEndpointIds", "VpcEndpointIdSet"];
  const requested = ec2Texts(ec2Member(request, ...names), "VpcEndpointId");
  if (requested === null || requested.length === 0) {
    return malformed("`requestParameters` names no VPC endpoint");
  }
  const response = unwrapEc2(call.response, "DeleteVpcEndpointsResponse");
  const failures = ec2Entries(ec2Member(response, "Unsuccessful", "UnsuccessfulSet")) ?? [null];
  const failed = failures.map((failure) => ec2Member(failure, "ResourceId"));
  const vpcEndpointIds = requested.filter((id) => !failed.includes(id));
  if (vpcEndpointIds.length === 0) return noChange("none of the VPC endpoints was deleted");
  const change = { kind: "endpoints-deleted", vpcEndpointIds } as const;
  return failed.every((id) => typeof id === "string") ? told(change) : partlyTold(change);
};

/**
 * VPC endpoints. Success is the absence of an error code, never the response's `return` field.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcEndpoints.html
 */
export const ec2EndpointEvents: ReadonlyMap<string, CallParser> = new Map([
  ["CreateVpcEndpoint", createVpcEndpoint],
  ["ModifyVpcEndpoint", modifyVpcEndpoint],
  ["DeleteVpcEndpoints", deleteVpcEndpoints],
]);
