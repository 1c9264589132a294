import { operationsOf } from "./aws-operation.ts";
import { flag, listOf, structure, text, texts } from "./shape.ts";

const dnsOptions = structure({
  DnsRecordIpType: text,
  PrivateDnsOnlyForInboundResolverEndpoint: flag,
  PrivateDnsPreference: text,
  PrivateDnsSpecifiedDomains: texts,
});
const subnetConfigurations = listOf(structure({ SubnetId: text, Ipv4: text, Ipv6: text }));
const tagSpecifications = listOf(
  structure({ ResourceType: text, Tags: listOf(structure({ Key: text, Value: text })) }),
);

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcEndpoints.html
 */
export const ec2Operations = operationsOf("ec2", {
  CreateVpcEndpoint: [
    {
      DryRun: flag,
      VpcEndpointType: text,
      VpcId: text,
      ServiceName: text,
      PolicyDocument: text,
      RouteTableIds: texts,
      SubnetIds: texts,
      SecurityGroupIds: texts,
      IpAddressType: text,
      DnsOptions: dnsOptions,
      ClientToken: text,
      PrivateDnsEnabled: flag,
      TagSpecifications: tagSpecifications,
      SubnetConfigurations: subnetConfigurations,
      ServiceNetworkArn: text,
      ResourceConfigurationArn: text,
      ServiceRegion: text,
    },
    "VpcId",
  ],
  ModifyVpcEndpoint: [
    {
      VpcEndpointId: text,
      DryRun: flag,
      ResetPolicy: flag,
      PolicyDocument: text,
      AddRouteTableIds: texts,
      RemoveRouteTableIds: texts,
      AddSubnetIds: texts,
      RemoveSubnetIds: texts,
      AddSecurityGroupIds: texts,
      RemoveSecurityGroupIds: texts,
      IpAddressType: text,
      DnsOptions: dnsOptions,
      PrivateDnsEnabled: flag,
      SubnetConfigurations: subnetConfigurations,
    },
    "VpcEndpointId",
  ],
  DeleteVpcEndpoints: [{ DryRun: flag, VpcEndpointIds: texts }, "VpcEndpointIds"],
});
