import { parseArn } from "../../account/arn.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";

export interface ConsoleLink {
  readonly text: string;
  readonly url: string;
}

/** https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html */
const domains: Readonly<Record<string, string>> = {
  aws: "console.aws.amazon.com",
  "aws-us-gov": "console.amazonaws-us-gov.com",
  "aws-cn": "console.amazonaws.cn",
};

/** Pages of the AWS Management Console for a finding: its key or endpoint, and its event. */
export function consoleLinks(finding: Finding): readonly ConsoleLink[] {
  const first = finding.accessChanges.find(({ key }) => key !== null)?.key;
  const { arn, type } = finding.resource;
  const arns = type === "AWS::KMS::Key" || typeof first !== "string" ? [arn] : [arn, first];
  return [...arns.map(resourceLink), eventLink(finding)].filter((link) => link !== null);
}

function resourceLink(arnText: string): ConsoleLink | null {
  const arn = parseArn(arnText);
  if (arn === null) return null;
  const [kind, id = ""] = arn.resource.split("/");
  // Nothing but an id: the rest of an ARN may be anything.
  if (!/^[\w-]{1,128}$/.test(id)) return null;
  if (arn.service === "kms" && kind === "key") {
    return link("KMS key", arn.partition, arn.region, "kms", `/kms/keys/${id}`);
  }
  if (arn.service === "ec2" && kind === "vpc-endpoint") {
    const page = `EndpointDetails:vpcEndpointId=${id}`;
    return link("VPC endpoint", arn.partition, arn.region, "vpcconsole", page);
  }
  return null;
}

/** The event in CloudTrail's event history, of the Region in which it was recorded. */
function eventLink({ event, resource }: Finding): ConsoleLink | null {
  if (event === null || !/^[\w-]{1,128}$/.test(event.eventId)) return null;
  const partition = parseArn(resource.arn)?.partition ?? "aws";
  const page = `/events?EventId=${event.eventId}`;
  return link("CloudTrail event", partition, event.awsRegion, "cloudtrailv2", page);
}

function link(
  text: string,
  partition: string,
  region: string,
  service: string,
  page: string,
): ConsoleLink | null {
  const domain = Object.hasOwn(domains, partition) ? domains[partition] : undefined;
  if (domain === undefined || !/^[a-z\d-]{1,32}$/.test(region)) return null;
  return { text, url: `https://${region}.${domain}/${service}/home?region=${region}#${page}` };
}
