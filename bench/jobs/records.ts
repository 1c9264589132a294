import { documentOf, keyPolicy, teamPolicy } from "../account/documents.ts";
import type { AccountSize } from "../account/make-account.ts";
import { accountId, keyArn, policyArn, region, roleName } from "../account/names.ts";

/**
 * - `unmentioned-tag`: a tag that no policy mentions
 * - `silent-tag`: a tag that policies mention, from one value that none asks for to another
 * - `telling-tag`: a tag that policies mention, to a value that gives and takes access
 */
export type RecordKind =
  | "unmentioned-tag"
  | "silent-tag"
  | "telling-tag"
  | "alias"
  | "key-policy"
  | "grant"
  | "role-tag"
  | "managed-policy";

/** A CloudTrail record of a kind; `time` counts, so that each differs from the one before. */
export function recordOf(
  kind: RecordKind,
  time: number,
  { keys, roles }: AccountSize,
  ofKey = 5 % keys,
): object {
  const key = keyArn(ofKey);
  switch (kind) {
    case "unmentioned-tag":
      return tagRecord(time, key, "CostCenter", `c${time}`);
    case "silent-tag":
      return tagRecord(time, key, "Project", `none-${time}`);
    case "telling-tag":
      return tagRecord(time, key, "Project", time % 2 === 0 ? "p2" : "p4");
    case "alias":
      return record(time, "kms.amazonaws.com", "CreateAlias", {
        aliasName: `alias/team${time % 20}-new-${time}`,
        targetKeyId: key,
      });
    case "key-policy":
      return record(time, "kms.amazonaws.com", "PutKeyPolicy", {
        keyId: key,
        policyName: "default",
        policy: JSON.stringify(
          keyPolicy([`arn:aws:iam::${accountId}:role/${roleName(time % roles)}`]),
        ),
      });
    case "grant":
      return record(
        time,
        "kms.amazonaws.com",
        "CreateGrant",
        {
          keyId: key,
          granteePrincipal: `arn:aws:iam::${accountId}:role/${roleName(time % roles)}`,
          operations: ["Decrypt", "GenerateDataKey"],
        },
        { grantId: String(time).padStart(64, "0"), keyId: key },
      );
    case "role-tag":
      return record(time, "iam.amazonaws.com", "TagRole", {
        roleName: roleName(time % roles),
        tags: [{ key: "Project", value: `q${time}` }],
      });
    case "managed-policy":
      return record(
        time,
        "iam.amazonaws.com",
        "CreatePolicyVersion",
        {
          policyArn: policyArn(0),
          policyDocument: JSON.stringify(
            documentOf(...teamPolicy(0).Statement, {
              Effect: "Allow",
              Action: "kms:Sign",
              Resource: keyArn(time % keys),
            }),
          ),
          setAsDefault: true,
        },
        { policyVersion: { versionId: `v${time + 2}`, isDefaultVersion: true } },
      );
  }
}

function tagRecord(time: number, keyId: string, tagKey: string, tagValue: string): object {
  return record(time, "kms.amazonaws.com", "TagResource", {
    keyId,
    tags: [{ tagKey, tagValue }],
  });
}

function record(
  time: number,
  eventSource: string,
  eventName: string,
  requestParameters: object,
  responseElements: object | null = null,
): object {
  const seconds = new Date(Date.UTC(2026, 10, 3) + time * 1000).toISOString();
  return {
    eventVersion: "1.11",
    eventID: `bench-${eventName}-${time}`,
    eventName,
    eventSource,
    eventTime: seconds.replace(".000Z", "Z"),
    awsRegion: eventSource === "iam.amazonaws.com" ? "us-east-1" : region,
    recipientAccountId: accountId,
    readOnly: false,
    userIdentity: {
      type: "IAMUser",
      arn: `arn:aws:iam::${accountId}:user/operator`,
      accountId,
    },
    requestParameters,
    responseElements,
  };
}
