import { defaultEndpointPolicy } from "../../account/default-policy.ts";
import type { DocumentJson, VpcEndpoint } from "../../account/snapshot.ts";
import { present } from "../present.ts";
import { type CallParser, malformed, notInRecord, partlyTold, told, untold } from "../reading.ts";
import { ec2Document, ec2Flag, ec2Member, ec2Texts, unwrapEc2 } from "./ec2-member.ts";

/** The request and the response of a call, each as far as the record has it. */
interface Recorded {
  readonly request: unknown;
  readonly endpoint: unknown;
}

/**
 * A new endpoint: the response describes it, the request fills what the response leaves out.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
 */
export const createVpcEndpoint: CallParser = (call) => {
  const request = unwrapEc2(call.request, "CreateVpcEndpointRequest");
  const response = unwrapEc2(call.response, "CreateVpcEndpointResponse");
  const recorded = { request, endpoint: ec2Member(response, "VpcEndpoint") };
  const text = (name: string) => ec2TextOf(recorded, name);
  const VpcEndpointId = text("VpcEndpointId");
  if (VpcEndpointId === null) return untold("the event does not tell the new VPC endpoint's id");
  const subnets = idsOf(recorded, ["SubnetIdSet", "SubnetIds", "SubnetId"], "SubnetId");
  const routeTables = idsOf(
    recorded,
    ["RouteTableIdSet", "RouteTableIds", "RouteTableId"],
    "RouteTableId",
  );
  const groups = idsOf(
    recorded,
    ["GroupSet", "Groups", "SecurityGroupIds", "SecurityGroupId"],
    "GroupId",
  );
  if (subnets === null || routeTables === null || groups === null) {
    return malformed("a list of subnets, route tables or security groups is malformed");
  }
  const PolicyDocument = policyOf(recorded);
  if (PolicyDocument === null) return malformed("`PolicyDocument` is malformed");
  const endpoint: VpcEndpoint = {
    VpcEndpointId,
    ...present({
      VpcEndpointType: text("VpcEndpointType"),
      VpcId: text("VpcId"),
      ServiceName: text("ServiceName"),
      State: text("State"),
      PolicyDocument,
      OwnerId: call.event.recipientAccountId,
      PrivateDnsEnabled: privateDnsOf(recorded),
      SubnetIds: subnets,
      RouteTableIds: routeTables,
      Groups: groups.map((GroupId) => ({ GroupId })),
    }),
  };
  const change = { kind: "endpoint-created", endpoint } as const;
  return PolicyDocument === notInRecord ? partlyTold(change) : told(change);
};

function ec2TextOf({ request, endpoint }: Recorded, name: string): string | null {
  const found = ec2Member(endpoint, name) ?? ec2Member(request, name);
  return typeof found === "string" && found !== "" ? found : null;
}

function idsOf(
  { request, endpoint }: Recorded,
  names: readonly string[],
  idName: string,
): readonly string[] | null {
  return ec2Texts(ec2Member(endpoint, ...names) ?? ec2Member(request, ...names), idName);
}

/** What was asked for comes true, though the response, of a pending endpoint, may not show it. */
function privateDnsOf({ request, endpoint }: Recorded): boolean | null | undefined {
  return (
    ec2Flag(ec2Member(request, "PrivateDnsEnabled")) ??
    ec2Flag(ec2Member(endpoint, "PrivateDnsEnabled"))
  );
}

/** The policy in force: as answered, as requested, or the default; null when it cannot be read. */
function policyOf({ request, endpoint }: Recorded): DocumentJson | null {
  const document = ec2Document(
    ec2Member(endpoint, "PolicyDocument") ?? ec2Member(request, "PolicyDocument"),
  );
  if (document === undefined) return request === null ? notInRecord : defaultEndpointPolicy;
  return document === "" ? null : document;
}
