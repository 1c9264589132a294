import {
  DeleteVpcEndpointsCommand,
  type EC2Client,
  ModifyVpcEndpointCommand,
} from "@aws-sdk/client-ec2";
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateGrantCommand,
  DeleteAliasCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  type KMSClient,
  PutKeyPolicyCommand,
  RevokeGrantCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import type { RemediationCall } from "../guardrail/finding/finding.ts";
import type { RevertWriter } from "../remediation/revert/revert-ports.ts";

/** A plan holds a call that the guardrail never makes itself. */
export class CallNotOursError extends Error {
  override readonly name = "CallNotOursError";
  readonly code = "E_CALL_NOT_OURS";
}

type Input = RemediationCall["input"];
interface Answer {
  readonly $metadata: { readonly requestId?: string | undefined };
}
type Send<Client> = (client: Client, input: Input) => Promise<Answer>;

/** The inputs of plans are those of the commands. */
const kmsCalls: ReadonlyMap<string, Send<KMSClient>> = new Map([
  ["CancelKeyDeletion", (kms, input) => kms.send(new CancelKeyDeletionCommand(input as never))],
  ["CreateAlias", (kms, input) => kms.send(new CreateAliasCommand(input as never))],
  ["CreateGrant", (kms, input) => kms.send(new CreateGrantCommand(input as never))],
  ["DeleteAlias", (kms, input) => kms.send(new DeleteAliasCommand(input as never))],
  ["DisableKey", (kms, input) => kms.send(new DisableKeyCommand(input as never))],
  ["EnableKey", (kms, input) => kms.send(new EnableKeyCommand(input as never))],
  ["PutKeyPolicy", (kms, input) => kms.send(new PutKeyPolicyCommand(input as never))],
  ["RevokeGrant", (kms, input) => kms.send(new RevokeGrantCommand(input as never))],
  ["TagResource", (kms, input) => kms.send(new TagResourceCommand(input as never))],
  ["UntagResource", (kms, input) => kms.send(new UntagResourceCommand(input as never))],
  ["UpdateAlias", (kms, input) => kms.send(new UpdateAliasCommand(input as never))],
]);

const ec2Calls: ReadonlyMap<string, Send<EC2Client>> = new Map([
  ["DeleteVpcEndpoints", (ec2, input) => ec2.send(new DeleteVpcEndpointsCommand(input as never))],
  ["ModifyVpcEndpoint", (ec2, input) => ec2.send(new ModifyVpcEndpointCommand(input as never))],
]);

/**
 * Makes the calls of reverts that the guardrail makes by itself or with a yes; none of IAM, and none
 * that deletes a key.
 */
export function makeRevertWriter(kms: KMSClient, ec2: EC2Client): RevertWriter {
  return {
    send: async ({ service, operation, input }) => {
      const sent =
        service === "kms"
          ? kmsCalls.get(operation)?.(kms, input)
          : service === "ec2"
            ? ec2Calls.get(operation)?.(ec2, input)
            : undefined;
      if (sent === undefined) {
        throw new CallNotOursError(`the guardrail makes no call \`${service}:${operation}\``);
      }
      const { $metadata } = await sent;
      return $metadata.requestId ?? null;
    },
  };
}
