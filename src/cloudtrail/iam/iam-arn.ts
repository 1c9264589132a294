import { partitionOfRegion } from "../../account/partition-of-region.ts";
import type { TrailCall } from "../trail-call.ts";

/**
 * The ARN of an IAM resource of the record's account; a path is part of it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function iamArn(
  call: TrailCall,
  type: "user" | "group" | "role" | "policy",
  path: string | null | undefined,
  name: string,
): string {
  const { awsRegion, recipientAccountId } = call.event;
  return `arn:${partitionOfRegion(awsRegion)}:iam::${recipientAccountId}:${type}${path ?? "/"}${name}`;
}
