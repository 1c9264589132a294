import { randomUUID } from "node:crypto";
import { asObject, asText } from "../json.ts";
import type { CloudTrailRecord } from "./make-record.ts";

/**
 * The record of the replica's Region: KMS makes the key there in the caller's name. It does not show
 * the replica's tags.
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-replicate-key.html
 */
export function replicaRecord(replicated: CloudTrailRecord): CloudTrailRecord | undefined {
  const request = asObject(replicated["requestParameters"]);
  const response = asObject(replicated["responseElements"]);
  const metadata = asObject(response["replicaKeyMetadata"]);
  const ARN = asText(metadata["arn"]);
  if (replicated.eventName !== "ReplicateKey" || ARN === undefined) return undefined;
  const { keyUsage, keySpec, customerMasterKeySpec, origin, multiRegion } = metadata;
  return {
    ...replicated,
    userIdentity: { ...asObject(replicated["userIdentity"]), invokedBy: "kms.amazonaws.com" },
    eventName: "CreateKey",
    awsRegion: asText(request["replicaRegion"]) ?? "",
    userAgent: "AWS Internal",
    requestParameters: {
      policy: response["replicaPolicy"],
      description: request["description"],
      ...{ keyUsage, keySpec, customerMasterKeySpec, origin, multiRegion },
      bypassPolicyLockoutSafetyCheck: request["bypassPolicyLockoutSafetyCheck"],
    },
    responseElements: { keyMetadata: metadata },
    resources: [{ accountId: replicated["recipientAccountId"], type: "AWS::KMS::Key", ARN }],
    requestID: randomUUID(),
    eventID: randomUUID(),
  };
}
