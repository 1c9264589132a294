import {
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  ModifyVpcEndpointCommand,
} from "@aws-sdk/client-ec2";
import type { LabCall } from "./lab-call.ts";
import type { LabClients } from "./lab-clients.ts";
import { documentOf, roleArn } from "./lab-names.ts";

export const narrowEndpointPolicy = documentOf({
  Principal: { AWS: roleArn("analyst") },
  Action: "kms:Decrypt",
  Resource: "*",
});

export async function createEndpoint(
  { ec2 }: LabClients,
  PolicyDocument?: string,
): Promise<string> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const { Subnet } = await ec2.send(
    new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: "10.0.1.0/24" }),
  );
  const { VpcEndpoint } = await ec2.send(
    new CreateVpcEndpointCommand({
      VpcId: Vpc?.VpcId,
      VpcEndpointType: "Interface",
      ServiceName: "com.amazonaws.us-west-2.kms",
      SubnetIds: [Subnet?.SubnetId ?? ""],
      ...(PolicyDocument === undefined ? {} : { PolicyDocument }),
    }),
  );
  return VpcEndpoint?.VpcEndpointId ?? "";
}

/** Calls on VPC endpoints, each on an endpoint of its own; what each returns is in its record. */
export const ec2Calls: readonly LabCall[] = [
  {
    eventName: "CreateVpcEndpoint",
    make: (clients) => createEndpoint(clients, narrowEndpointPolicy),
  },
  {
    eventName: "ModifyVpcEndpoint",
    make: async ({ ec2 }, quiet) => {
      const VpcEndpointId = await createEndpoint(quiet, narrowEndpointPolicy);
      await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, ResetPolicy: true }));
      return VpcEndpointId;
    },
  },
  {
    eventName: "DeleteVpcEndpoints",
    make: async ({ ec2 }, quiet) => {
      const VpcEndpointId = await createEndpoint(quiet, narrowEndpointPolicy);
      await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId] }));
      return VpcEndpointId;
    },
  },
];
