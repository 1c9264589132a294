import { DescribeVpcEndpointsCommand, EC2Client, EC2ServiceException } from "@aws-sdk/client-ec2";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { makeEc2Reader } from "../../../../src/aws/read/ec2-reader.ts";

const client = new EC2Client({ region: "us-west-2" });
const ec2 = mockClient(client);
const reader = makeEc2Reader(client);

beforeEach(() => {
  ec2.reset();
});

describe("reading VPC endpoints", () => {
  it("reads every page by the token", async () => {
    ec2
      .on(DescribeVpcEndpointsCommand)
      .resolves({
        VpcEndpoints: [
          { VpcEndpointId: "vpce-1", CreationTimestamp: new Date("2026-11-01T00:00:00Z") },
        ],
        NextToken: "n2",
      })
      .on(DescribeVpcEndpointsCommand, { NextToken: "n2" })
      .resolves({ NextToken: "n3" })
      .on(DescribeVpcEndpointsCommand, { NextToken: "n3" })
      .resolves({ VpcEndpoints: [{ VpcEndpointId: "vpce-2", PolicyDocument: "{}" }] });
    expect(await reader.readEndpoints()).toEqual([
      { VpcEndpointId: "vpce-1", CreationTimestamp: "2026-11-01T00:00:00.000Z" },
      { VpcEndpointId: "vpce-2", PolicyDocument: "{}" },
    ]);
  });

  it("tells that EC2 refused", async () => {
    const refusal = { name: "UnauthorizedOperation", $fault: "client" as const, $metadata: {} };
    ec2.on(DescribeVpcEndpointsCommand).rejects(new EC2ServiceException(refusal));
    expect(await reader.readEndpoints()).toEqual({ unreadable: "UnauthorizedOperation" });
  });
});
