import { EC2Client, ModifyVpcEndpointCommand } from "@aws-sdk/client-ec2";
import { KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { mockClient } from "aws-sdk-client-mock";
import { describe, expect, it } from "vitest";
import { makeRevertWriter } from "../../../src/aws/revert-writer.ts";
import type { RemediationCall } from "../../../src/guardrail/finding/finding.ts";

const region = "us-west-2";

function writer() {
  const [kms, ec2] = [new KMSClient({ region }), new EC2Client({ region })];
  const answer = { $metadata: { requestId: "r1" } };
  const mocks = [mockClient(kms), mockClient(ec2)] as const;
  mocks[0].onAnyCommand().resolves(answer);
  mocks[1].onAnyCommand().resolves(answer);
  return { mocks, send: makeRevertWriter(kms, ec2).send };
}

describe("the writer of reverts", () => {
  it("makes the very call of a plan, and tells its request id", async () => {
    const { mocks, send } = writer();
    const policy = { KeyId: "k", PolicyName: "default", Policy: "{}" };
    expect(await send({ service: "kms", operation: "PutKeyPolicy", input: policy })).toBe("r1");
    const endpoint = { VpcEndpointId: "vpce-1", ResetPolicy: true };
    expect(await send({ service: "ec2", operation: "ModifyVpcEndpoint", input: endpoint })).toBe(
      "r1",
    );
    expect(mocks[0].call(0).args[0]).toBeInstanceOf(PutKeyPolicyCommand);
    expect(mocks[0].call(0).args[0].input).toEqual(policy);
    expect(mocks[1].call(0).args[0]).toBeInstanceOf(ModifyVpcEndpointCommand);
    expect(mocks[1].call(0).args[0].input).toEqual(endpoint);
  });

  it("tells what AWS refused", async () => {
    const { mocks, send } = writer();
    mocks[0].onAnyCommand().rejects(Object.assign(new Error("no"), { name: "KMSInvalidState" }));
    const call = { service: "kms", operation: "EnableKey", input: { KeyId: "k" } } as const;
    await expect(send(call)).rejects.toMatchObject({ name: "KMSInvalidState" });
  });

  it.each<RemediationCall>([
    { service: "kms", operation: "ScheduleKeyDeletion", input: {} },
    { service: "ec2", operation: "CreateVpcEndpoint", input: {} },
    { service: "ec2", operation: "EnableKey", input: {} },
    { service: "iam", operation: "PutRolePolicy", input: {} },
    { service: "kms", operation: "constructor", input: {} },
  ])("makes no other call: $service $operation", async (call) => {
    const { mocks, send } = writer();
    await expect(send(call)).rejects.toMatchObject({ code: "E_CALL_NOT_OURS" });
    expect(mocks.map((mock) => mock.calls().length)).toEqual([0, 0]);
  });
});
