import { DescribeVpcEndpointServicesCommand, type EC2Client } from "@aws-sdk/client-ec2";
import type { Snapshot } from "../../account/snapshot.ts";
import { orUnreadable } from "../read/or-unreadable.ts";
import { plainJson } from "../read/plain-json.ts";
import { readPages } from "../read/read-pages.ts";

type EndpointServices = NonNullable<Snapshot["vpcEndpointServices"]>;

/**
 * The services that a VPC endpoint of the client's Region can lead to, which tell whether they take an
 * endpoint policy.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServices.html
 */
export function readEndpointServices(client: EC2Client): Promise<EndpointServices> {
  const read = async (): Promise<EndpointServices> => {
    const pages = await readPages(
      (NextToken) => client.send(new DescribeVpcEndpointServicesCommand({ NextToken })),
      (page) => page.NextToken,
    );
    return plainJson(pages.flatMap((page) => page.ServiceDetails ?? []));
  };
  return orUnreadable(read());
}
