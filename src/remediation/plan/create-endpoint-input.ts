import type { VpcEndpoint } from "../../account/snapshot.ts";
import { documentText } from "./document-text.ts";

/**
 * The input of CreateVpcEndpoint that makes an endpoint like a recorded one, in another place of
 * the network: its network interfaces and DNS names are new.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
 */
export function createEndpointInput(endpoint: VpcEndpoint): Readonly<Record<string, unknown>> {
  const groups = endpoint.Groups?.flatMap(({ GroupId }) => GroupId ?? []);
  const { VpcEndpointType, VpcId, ServiceName, PrivateDnsEnabled } = endpoint;
  const tags = endpoint["Tags"];
  const members = {
    VpcEndpointType,
    VpcId,
    ServiceName,
    PolicyDocument: documentText(endpoint.PolicyDocument) ?? undefined,
    SubnetIds: unlessEmpty(endpoint.SubnetIds),
    RouteTableIds: unlessEmpty(endpoint.RouteTableIds),
    SecurityGroupIds: unlessEmpty(groups),
    PrivateDnsEnabled: VpcEndpointType === "Gateway" ? undefined : PrivateDnsEnabled,
    IpAddressType: endpoint["IpAddressType"],
    DnsOptions: endpoint["DnsOptions"],
    TagSpecifications:
      Array.isArray(tags) && tags.length > 0
        ? [{ ResourceType: "vpc-endpoint", Tags: tags }]
        : undefined,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function unlessEmpty(ids: readonly string[] | undefined): readonly string[] | undefined {
  return ids === undefined || ids.length === 0 ? undefined : ids;
}
