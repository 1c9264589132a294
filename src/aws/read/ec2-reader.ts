import { DescribeVpcEndpointsCommand, type EC2Client } from "@aws-sdk/client-ec2";
import type { VpcEndpoint } from "../../account/snapshot.ts";
import type { LiveReader } from "../../guardrail/ports.ts";
import { orUnreadable } from "./or-unreadable.ts";
import { plainJson } from "./plain-json.ts";
import { readPages } from "./read-pages.ts";

/**
 * Reads the VPC endpoints of the client's Region.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html
 */
export function makeEc2Reader(client: EC2Client): Pick<LiveReader, "readEndpoints"> {
  return { readEndpoints: () => orUnreadable(readEndpoints(client)) };
}

async function readEndpoints(client: EC2Client): Promise<readonly VpcEndpoint[]> {
  const pages = await readPages(
    (NextToken) => client.send(new DescribeVpcEndpointsCommand({ NextToken })),
    (page) => page.NextToken,
  );
  return plainJson(pages.flatMap((page) => page.VpcEndpoints ?? []));
}
