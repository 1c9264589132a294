import type { Snapshot } from "../../../src/account/snapshot.ts";

export const account = "444455556666";
export const region = "eu-central-1";
export const vaultArn = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const otherArn = `arn:aws:kms:${region}:${account}:key/0987dcba-09fe-87dc-65ba-ab0987654321`;
export const builderArn = `arn:aws:iam::${account}:role/build/builder`;
export const auditorArn = `arn:aws:iam::${account}:role/auditor`;

const keyPolicy = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "IAM decides",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
  ],
};

function role(arn: string, ...statements: readonly object[]): object {
  const RoleName = arn.slice(arn.lastIndexOf("/") + 1);
  const PolicyDocument = { Version: "2012-10-17", Statement: statements };
  return {
    RoleName,
    Arn: arn,
    RoleId: `AROA${RoleName.toUpperCase()}EXAMPLE`,
    RolePolicyList: [{ PolicyName: `${RoleName}-keys`, PolicyDocument }],
    AttachedManagedPolicies: [],
    Tags: [],
  };
}

/** Two keys and two roles: one uses what is tagged `Stage=open`, one reads metadata. */
export const smallAccount = {
  schemaVersion: 1,
  account,
  region,
  partition: "aws",
  capturedAt: "2026-11-01T00:00:00Z",
  authorizationDetails: {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [
      role(builderArn, {
        Sid: "UseOpenKeys",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:Encrypt"],
        Resource: "*",
        Condition: { StringEquals: { "aws:ResourceTag/Stage": "open" } },
      }),
      role(auditorArn, { Effect: "Allow", Action: "kms:DescribeKey", Resource: "*" }),
    ],
    Policies: [],
  },
  keys: [key(vaultArn, "closed", "alias/vault"), key(otherArn, "closed")],
  vpcEndpoints: [],
} as unknown as Snapshot;

function key(arn: string, stage: string, ...aliases: readonly string[]): object {
  return {
    metadata: {
      Arn: arn,
      KeyState: "Enabled",
      KeySpec: "SYMMETRIC_DEFAULT",
      KeyUsage: "ENCRYPT_DECRYPT",
    },
    policy: keyPolicy,
    tags: [{ TagKey: "Stage", TagValue: stage }],
    aliases: aliases.map((AliasName) => ({ AliasName })),
    grants: [],
  };
}

/** A CloudTrail record of TagResource. */
export function tagRecord(
  number: number,
  value: string,
  { keyArn = vaultArn, eventTime = `2026-11-02T00:00:${String(number).padStart(2, "0")}Z` } = {},
): Record<string, unknown> {
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: "AROABUILDEREXAMPLE:sam",
      arn: `arn:aws:sts::${account}:assumed-role/builder/sam`,
      accountId: account,
    },
    eventTime,
    eventSource: "kms.amazonaws.com",
    eventName: "TagResource",
    awsRegion: region,
    sourceIPAddress: "203.0.113.9",
    userAgent: "aws-cli/2",
    requestParameters: { keyId: keyArn, tags: [{ tagKey: "Stage", tagValue: value }] },
    responseElements: null,
    requestID: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
    eventID: `11111111-1111-4111-8111-${String(number).padStart(12, "0")}`,
    readOnly: false,
    resources: [{ accountId: account, type: "AWS::KMS::Key", ARN: keyArn }],
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: "Management",
  };
}

/** A record of a service that is none of the guardrail's. */
export const foreignRecord = {
  eventVersion: "1.11",
  userIdentity: { type: "Root" },
  eventTime: "2026-11-02T00:00:00Z",
  eventSource: "s3.amazonaws.com",
  eventName: "PutObject",
  awsRegion: region,
  eventID: "22222222-2222-4222-8222-222222222222",
  recipientAccountId: account,
  eventCategory: "Management",
};
