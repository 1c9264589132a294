import type { RemediationCall } from "../../../src/guardrail/finding/finding.ts";
import { account, region } from "./small-account.ts";

export interface RecordOptions {
  readonly eventId?: string;
  readonly eventTime?: string;
  /** The key that `responseElements.keyId` and `resources[]` tell. */
  readonly keyArn?: string;
  /** More of `responseElements`. */
  readonly response?: Readonly<Record<string, unknown>>;
}

/** The CloudTrail record of a KMS, EC2 or IAM call: how a plan's own calls come back as events. */
export function recordOfCall(
  { service, operation, input }: RemediationCall,
  options: RecordOptions = {},
): unknown {
  const { eventId = `${operation}-1`, eventTime = "2026-11-04T08:05:13Z" } = options;
  const keyArn = options.keyArn ?? input["KeyId"] ?? input["TargetKeyId"];
  const aliasName = input["AliasName"];
  const arns = [
    ...(typeof keyArn === "string" ? [keyArn] : []),
    ...(typeof aliasName === "string" ? [`arn:aws:kms:${region}:${account}:${aliasName}`] : []),
  ];
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: "AROAEXAMPLE:mallory",
      arn: `arn:aws:sts::${account}:assumed-role/admin/mallory`,
      accountId: account,
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: "AROAEXAMPLE",
          arn: `arn:aws:iam::${account}:role/admin`,
          accountId: account,
          userName: "admin",
        },
      },
    },
    eventTime,
    eventSource: `${service}.amazonaws.com`,
    eventName: operation,
    awsRegion: service === "iam" ? "us-east-1" : region,
    sourceIPAddress: "192.0.2.44",
    userAgent: "aws-cli/2.31.18",
    requestParameters: service === "ec2" ? ec2Request(operation, input) : lowerCamel(input),
    responseElements:
      service === "kms"
        ? { ...(typeof keyArn === "string" ? { keyId: keyArn } : {}), ...options.response }
        : (options.response ?? null),
    requestID: `request-of-${eventId}`,
    eventID: eventId,
    readOnly: false,
    ...(service === "kms"
      ? { resources: arns.map((ARN) => ({ accountId: account, type: "AWS::KMS::Key", ARN })) }
      : {}),
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: "Management",
  };
}

/** Maps whose names are data. */
const MAPS = ["EncryptionContextEquals", "EncryptionContextSubset"];

function lowerCamel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCamel);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      MAPS.includes(name) ? member : lowerCamel(member),
    ]),
  );
}

/** The wrapper of newer EC2 calls: lists lose their plural and hold tagged contents. */
function ec2Request(operation: string, input: RemediationCall["input"]): unknown {
  const members = Object.entries(input).map(([name, value]) =>
    Array.isArray(value)
      ? [name.replace(/s$/, ""), value.map((content, index) => ({ tag: index + 1, content }))]
      : [name, value],
  );
  return { [`${operation}Request`]: Object.fromEntries(members) };
}
