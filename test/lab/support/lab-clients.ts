import { EC2Client } from "@aws-sdk/client-ec2";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { clientOptions } from "../../../lab/client-options.ts";
import type { Lab } from "../../../lab/start-lab.ts";
import { unrecordedHeader } from "../../../lab/tap/call.ts";

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

/** Clients whose calls leave no record: what they make was there before anybody looked. */
export function quietClients(lab: Lab): LabClients {
  const clients = labClients(lab);
  for (const { middlewareStack } of Object.values(clients)) {
    middlewareStack.add(
      (next: (args: { request?: unknown }) => Promise<never>) => (args: { request?: unknown }) => {
        const { headers } = args.request as { headers: Record<string, string> };
        headers[unrecordedHeader] = "true";
        return next(args);
      },
      { step: "build" },
    );
  }
  return clients;
}

/** Clients of a user made for it, whose changes a rule of lab/guardrail.yml may be about. */
export async function clientsOfUser(lab: Lab, UserName: string): Promise<LabClients> {
  const { iam } = quietClients(lab);
  await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
  return labClients({ ...lab, accessKeyId, secretAccessKey });
}
