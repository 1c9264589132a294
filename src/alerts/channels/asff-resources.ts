import { parseArn } from "../../account/arn.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import { clip } from "../words/clip.ts";

export interface AsffResource {
  readonly Type: string;
  readonly Id: string;
  readonly Partition?: string;
  readonly Region?: string;
}

const mostResources = 32;
const mostId = 512;

/** Resource types of Security Hub; it has none for VPC endpoints. */
const types: Readonly<Record<string, string>> = {
  "kms key": "AwsKmsKey",
  "iam role": "AwsIamRole",
  "iam user": "AwsIamUser",
  "iam group": "AwsIamGroup",
  "iam policy": "AwsIamPolicy",
};

const partitions = ["aws", "aws-cn", "aws-us-gov"];

/**
 * What a finding is about: the resource that changed, then the keys and the principals of its access
 * changes, the worst first. https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Resource.html
 */
export function asffResources({ resource, accessChanges }: Finding): readonly AsffResource[] {
  const ids = new Set([resource.arn]);
  for (const { key } of accessChanges) if (key !== null) ids.add(key);
  for (const { principal } of accessChanges) ids.add(principal);
  return [...ids].slice(0, mostResources).map(asffResource);
}

function asffResource(id: string): AsffResource {
  const arn = parseArn(id);
  const kind = arn === null ? "" : `${arn.service} ${arn.resource.split("/")[0] ?? ""}`;
  const isPartition = arn !== null && partitions.includes(arn.partition);
  const isRegion = arn !== null && /^[a-z\d-]{1,16}$/.test(arn.region);
  return {
    Type: (Object.hasOwn(types, kind) ? types[kind] : undefined) ?? "Other",
    Id: clip(id, mostId) || "unnamed",
    ...(isPartition ? { Partition: arn.partition } : {}),
    ...(isRegion ? { Region: arn.region } : {}),
  };
}
