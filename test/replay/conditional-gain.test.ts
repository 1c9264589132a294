import { expect, it } from "vitest";
import { DEFAULT_CONFIG } from "../../src/guardrail/config/config.ts";
import { judgeRecord } from "../../src/guardrail/judge/judge-record.ts";
import { createCompiler } from "../../src/kms/compiler.ts";
import { readSampleAccount } from "../support/samples.ts";

/** A key policy that lets an outside account in from some addresses, for these actions. */
function policy(...actions: readonly string[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::777788889999:root" },
        Action: actions,
        Resource: "*",
        Condition: { IpAddress: { "aws:SourceIp": "198.51.100.0/24" } },
      },
    ],
  });
}

const account = readSampleAccount();
const [key] = Array.isArray(account.keys) ? account.keys : [];
const keyArn = key?.metadata.Arn ?? "";

const put = (eventID: string, text: string) => ({
  eventVersion: "1.11",
  eventID,
  eventName: "PutKeyPolicy",
  eventSource: "kms.amazonaws.com",
  eventTime: "2026-11-03T09:00:00Z",
  awsRegion: "us-west-2",
  recipientAccountId: "111122223333",
  readOnly: false,
  userIdentity: {
    type: "IAMUser",
    arn: "arn:aws:iam::111122223333:user/Alice",
    accountId: "111122223333",
  },
  requestParameters: { keyId: keyArn, policyName: "default", policy: text },
  responseElements: { keyId: keyArn },
});

/** What comes of putting one policy after another. */
function judgeSecond(before: string, after: string) {
  const options = { config: DEFAULT_CONFIG, compiler: createCompiler() };
  const first = judgeRecord([account], put("e1", before), options);
  if (!("snapshots" in first)) throw new Error(first.outcome);
  return judgeRecord(first.snapshots, put("e2", after), options);
}

it("sees another action under a condition that held for others before", () => {
  const second = judgeSecond(policy("kms:DescribeKey"), policy("kms:DescribeKey", "kms:Decrypt"));
  expect(second).toMatchObject({ outcome: "finding", finding: { severity: "critical" } });
  const changes = "finding" in second ? second.finding.accessChanges : [];
  expect(changes[0]).toMatchObject({
    change: "gained",
    principal: "arn:aws:iam::777788889999:root",
    external: true,
    actions: ["kms:Decrypt"],
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
it("sees another value in a condition that lacks the set operator which its key needs", () => {
  const of = (unit: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalOrgPaths": `o-exampleorgid/r-ab12/${unit}/` } },
      },
    });
  const second = judgeSecond(of("ou-ab12-22222222"), of("ou-ab12-11111111"));
  expect(second).toMatchObject({ outcome: "finding" });
});
