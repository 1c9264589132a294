import type { EndpointChange } from "../../account/change.ts";
import type { JsonObject } from "../json-object.ts";
import { present } from "../present.ts";
import {
  type CallParser,
  malformed,
  noChange,
  notInRecord,
  partlyTold,
  told,
  untold,
} from "../reading.ts";
import { ec2Document, ec2Flag, ec2Member, ec2Texts, unwrapEc2 } from "./ec2-member.ts";

type EndpointModified = Extract<EndpointChange, { readonly kind: "endpoint-modified" }>;
type ListName = Extract<keyof EndpointModified, `${"add" | "remove"}${string}`>;

/** Each list of the change: the request's member, its plural, and the id within an entry. */
const lists: readonly (readonly [list: ListName, names: readonly string[], idName: string])[] = [
  ["addSubnetIds", ["AddSubnetId", "AddSubnetIds"], "SubnetId"],
  ["removeSubnetIds", ["RemoveSubnetId", "RemoveSubnetIds"], "SubnetId"],
  ["addSecurityGroupIds", ["AddSecurityGroupId", "AddSecurityGroupIds"], "GroupId"],
  ["removeSecurityGroupIds", ["RemoveSecurityGroupId", "RemoveSecurityGroupIds"], "GroupId"],
  ["addRouteTableIds", ["AddRouteTableId", "AddRouteTableIds"], "RouteTableId"],
  ["removeRouteTableIds", ["RemoveRouteTableId", "RemoveRouteTableIds"], "RouteTableId"],
];

/**
 * A change of an endpoint's policy, private DNS name, subnets, security groups or route tables.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html
 */
export const modifyVpcEndpoint: CallParser = (call) => {
  const request = unwrapEc2(call.request, "ModifyVpcEndpointRequest");
  if (request === null) return untold("the event does not tell which VPC endpoint was modified");
  const [vpcEndpointId] = ec2Texts(ec2Member(request, "VpcEndpointId"), "VpcEndpointId") ?? [];
  if (vpcEndpointId === undefined) return malformed("`VpcEndpointId` is missing or malformed");
  const policyDocument = newPolicy(request);
  if (policyDocument === null) return malformed("`PolicyDocument` or `ResetPolicy` is malformed");
  const privateDnsEnabled = ec2Flag(ec2Member(request, "PrivateDnsEnabled"));
  if (privateDnsEnabled === null) return malformed("`PrivateDnsEnabled` is malformed");
  const ids: Partial<Record<ListName, readonly string[]>> = {};
  for (const [list, names, idName] of lists) {
    const texts = ec2Texts(ec2Member(request, ...names), idName);
    if (texts === null) return malformed(`\`${names[0]}\` is malformed`);
    if (texts.length > 0) ids[list] = texts;
  }
  const changed = { ...present({ policyDocument, privateDnsEnabled }), ...ids };
  if (Object.keys(changed).length === 0) {
    return noChange("no policy, private DNS, subnet, security group or route table was modified");
  }
  const change: EndpointModified = { kind: "endpoint-modified", vpcEndpointId, ...changed };
  return policyDocument === notInRecord ? partlyTold(change) : told(change);
};

/** The new policy; undefined when it was not touched, null when that cannot be read. */
function newPolicy(request: JsonObject): EndpointModified["policyDocument"] | null {
  const document = ec2Document(ec2Member(request, "PolicyDocument"));
  const reset = ec2Flag(ec2Member(request, "ResetPolicy"));
  if (reset === null || document === null) return null;
  if (document === undefined) return reset ? "default" : undefined;
  // Both at once, or an empty document: which of them EC2 follows is not documented.
  return reset || document === "" ? notInRecord : document;
}
