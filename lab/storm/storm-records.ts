import { randomUUID } from "node:crypto";
import { policyOf } from "./storm-policy.ts";

/** Where a storm happens. */
export interface StormPlace {
  readonly accountId: string;
  readonly region: string;
}

/** What is called on a key that was just made, in turn: what one call gives the next takes. */
const steps = [
  "CreateKey",
  "TagResource",
  "CreateGrant",
  "PutKeyPolicy",
  "CreateAlias",
  "DisableKey",
  "UntagResource",
  "EnableKey",
  "RevokeGrant",
  "DeleteAlias",
] as const;
type Step = (typeof steps)[number];

/**
 * CloudTrail records of keys that nobody has heard of: each is created by one, and what they do to it afterwards gives
 * and takes access of the lab's role. A second lies between two, the last is of `until`.
 */
export function stormRecords(count: number, place: StormPlace, until: Date): readonly object[] {
  const keys = Array.from({ length: Math.ceil(count / steps.length) }, () => randomUUID());
  const began = Math.floor(until.getTime() / 1000) - count + 1;
  return Array.from({ length: count }, (_, index) => {
    const step = steps[Math.floor(index / keys.length)] ?? steps[0];
    const keyId = keys[index % keys.length] ?? "";
    return {
      ...recordOf(step, keyId, place),
      eventTime: new Date((began + index) * 1000).toISOString().replace(".000Z", "Z"),
    };
  });
}

function recordOf(eventName: Step, keyId: string, { accountId, region }: StormPlace): object {
  const arn = `arn:aws:kms:${region}:${accountId}:key/${keyId}`;
  return {
    eventVersion: "1.11",
    userIdentity: { type: "IAMUser", arn: `arn:aws:iam::${accountId}:user/storm`, accountId },
    eventSource: "kms.amazonaws.com",
    eventName,
    awsRegion: region,
    recipientAccountId: accountId,
    eventID: randomUUID(),
    requestID: randomUUID(),
    eventType: "AwsApiCall",
    readOnly: false,
    ...elementsOf(eventName, keyId, arn, accountId),
    resources: [{ accountId, type: "AWS::KMS::Key", ARN: arn }],
  };
}

interface Elements {
  readonly requestParameters: object;
  readonly responseElements: object | null;
}

function elementsOf(step: Step, keyId: string, arn: string, accountId: string): Elements {
  const aliasName = `alias/orders-${keyId}`;
  const grantId = keyId.replaceAll("-", "").padEnd(64, "0");
  const answer = { keyId: arn };
  switch (step) {
    case "CreateKey":
      return {
        requestParameters: { policy: policyOf(accountId), origin: "AWS_KMS", multiRegion: false },
        responseElements: { keyMetadata: metadataOf(keyId, arn, accountId) },
      };
    case "TagResource":
      return {
        requestParameters: { keyId: arn, tags: [{ tagKey: "team", tagValue: "blue" }] },
        responseElements: answer,
      };
    case "UntagResource":
      return { requestParameters: { keyId: arn, tagKeys: ["team"] }, responseElements: answer };
    case "PutKeyPolicy":
      return {
        requestParameters: {
          keyId: arn,
          policyName: "default",
          policy: policyOf(accountId, "444455556666"),
        },
        responseElements: answer,
      };
    case "CreateGrant":
      return {
        requestParameters: {
          keyId: arn,
          granteePrincipal: `arn:aws:iam::${accountId}:role/analyst`,
          operations: ["Encrypt"],
        },
        responseElements: { grantId, keyId: arn },
      };
    case "RevokeGrant":
      return { requestParameters: { keyId: arn, grantId }, responseElements: answer };
    case "CreateAlias":
      return { requestParameters: { aliasName, targetKeyId: arn }, responseElements: null };
    case "DeleteAlias":
      return { requestParameters: { aliasName }, responseElements: null };
    case "DisableKey":
    case "EnableKey":
      return { requestParameters: { keyId: arn }, responseElements: answer };
  }
}

function metadataOf(keyId: string, arn: string, aWSAccountId: string): object {
  return {
    aWSAccountId,
    keyId,
    arn,
    enabled: true,
    description: "",
    keyUsage: "ENCRYPT_DECRYPT",
    keyState: "Enabled",
    origin: "AWS_KMS",
    keyManager: "CUSTOMER",
    keySpec: "SYMMETRIC_DEFAULT",
    encryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
    multiRegion: false,
  };
}
