import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { clientOptions } from "../../../lab/client-options.ts";
import type { Lab } from "../../../lab/start-lab.ts";

export interface LabClients {
  readonly kms: KMSClient;
  readonly ec2: EC2Client;
  readonly iam: IAMClient;
  /** Of the Region in which replicas are made. */
  readonly otherKms: KMSClient;
}

export const otherRegion = "eu-west-1";

export function labClients(lab: Lab): LabClients {
  const options = clientOptions(lab);
  return {
    kms: new KMSClient(options),
    ec2: new EC2Client(options),
    iam: new IAMClient(options),
    otherKms: new KMSClient({ ...options, region: otherRegion }),
  };
}
