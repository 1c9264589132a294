import { parseRecord } from "../../../src/cloudtrail/parse-record.ts";
import type { ChangeRecord } from "../../../src/cloudtrail/parsed-record.ts";

export const account = "111122223333";
export const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
export const keyArn = `arn:aws:kms:us-west-2:${account}:key/${keyId}`;
export const otherKeyArn = `arn:aws:kms:us-west-2:${account}:key/0987dcba-09fe-87dc-65ba-ab0987654321`;
export const vpcEndpointId = "vpce-0ef9277730bf26b70";

/** The members of a record that a test sets; the rest is the same in all of them. */
export type RecordMembers = Readonly<Record<string, unknown>>;

const alice = {
  type: "IAMUser",
  principalId: "AIDACKCEVSQ6C2EXAMPLE",
  arn: `arn:aws:iam::${account}:user/Alice`,
  accountId: account,
  userName: "Alice",
};

const record = (eventSource: string, eventName: string, members: RecordMembers) => ({
  eventVersion: "1.11",
  userIdentity: alice,
  eventTime: "2026-11-21T09:00:00Z",
  eventSource,
  eventName,
  awsRegion: eventSource.startsWith("iam.") ? "us-east-1" : "us-west-2",
  sourceIPAddress: "192.0.2.0",
  userAgent: "aws-cli/2.31.0",
  requestParameters: null,
  responseElements: null,
  requestID: "e0eb83e3-63bc-11e4-bc2b-4198b6150d5c",
  eventID: "5d529779-2d27-42b5-92da-91aaea1fc4b5",
  readOnly: false,
  eventType: "AwsApiCall",
  managementEvent: true,
  recipientAccountId: account,
  eventCategory: "Management",
  ...members,
});

/** A KMS record about the sample key, as recorded since December 2022. */
export const kmsRecord = (eventName: string, members: RecordMembers = {}) =>
  record("kms.amazonaws.com", eventName, {
    responseElements: { keyId: keyArn },
    resources: [{ accountId: account, type: "AWS::KMS::Key", ARN: keyArn }],
    ...members,
  });

export const ec2Record = (eventName: string, members: RecordMembers = {}) =>
  record("ec2.amazonaws.com", eventName, members);

export const iamRecord = (eventName: string, requestParameters: unknown, members = {}) =>
  record("iam.amazonaws.com", eventName, { requestParameters, ...members });

export const organizationsRecord = (eventName: string) =>
  record("organizations.amazonaws.com", eventName, { requestParameters: {} });

/** The record as a change; a test that meets anything else fails with what it met. */
export function parseChange(value: unknown): ChangeRecord {
  const parsed = parseRecord(value);
  if (parsed.outcome !== "change") throw new Error(`no change: ${JSON.stringify(parsed)}`);
  return parsed;
}

/** What a record changed, and whether the live resource has to be read. */
export function readChange(value: unknown) {
  const { event, changes } = parseChange(value);
  return { changes, readLive: event.readLive };
}

/** What a record changed, for records that tell all of it. */
export function toldChanges(value: unknown) {
  const { event, changes } = parseChange(value);
  if (event.readLive) throw new Error(`not told: ${JSON.stringify(changes)}`);
  return changes;
}

/** Why a record was refused. */
export function refusal(value: unknown): { readonly code: string; readonly message: string } {
  const parsed = parseRecord(value);
  if (parsed.outcome !== "refused") throw new Error(`not refused: ${JSON.stringify(parsed)}`);
  return { code: parsed.code, message: parsed.message };
}
