import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { controlCalls } from "../../../../src/cloudtrail/control/control-calls.ts";
import { DEFAULT_CONFIG, type GuardrailConfig } from "../../../../src/guardrail/config/config.ts";
import { judgeTampering } from "../../../../src/guardrail/judge/judge-tampering.ts";

const account = "111122223333";
const config: GuardrailConfig = {
  ...DEFAULT_CONFIG,
  guardrail: {
    principal: null,
    resources: [`arn:*:*:*:${account}:*kms-guardrail-prod*`, "arn:aws:s3:::kms-guardrail-prod-*"],
  },
};
const sample = JSON.parse(readFileSync("events/tampering/DisableRule.json", "utf8"));
const of = (service: string, eventName: string, requestParameters: unknown, more: object = {}) => ({
  ...sample,
  eventSource: `${service}.amazonaws.com`,
  eventName,
  requestParameters,
  responseElements: null,
  ...more,
});
const arnOf = (record: unknown) => {
  const judged = judgeTampering(record, config);
  return judged.outcome === "tampering" ? judged.finding.resource.arn : judged.outcome;
};
const place = `us-west-2:${account}`;
const keyArn = `arn:aws:kms:${place}:key/kms-guardrail-prod`;

describe("a call on the guardrail's own parts", () => {
  it("is a critical finding that says what was done to what, by whom", () => {
    const judged = judgeTampering(sample, config);
    expect(judged).toMatchObject({
      outcome: "tampering",
      finding: {
        kind: "tampering",
        severity: "critical",
        title:
          "the guardrail's own rule kms-guardrail-prod-kms-key was disabled (by AWSReservedSSO_PlatformAdmin_0123456789abcdef/mallory@example.com)",
        event: { eventId: sample.eventID, eventName: "DisableRule" },
        resource: {
          type: "AWS::Events::Rule",
          arn: `arn:aws:events:${place}:rule/kms-guardrail-prod-kms-key`,
        },
        accessChanges: [],
        remediation: { status: "none" },
      },
    });
    expect(judgeTampering({ detail: sample, source: "aws.events" }, config)).toEqual(judged);
  });

  it.each<[what: string, record: unknown, arn: string]>([
    [
      "a rule of another bus",
      of("events", "DeleteRule", { name: "kms-guardrail-prod", eventBusName: "central" }),
      `arn:aws:events:${place}:rule/central/kms-guardrail-prod`,
    ],
    [
      "a function by its ARN with a version",
      of("lambda", "DeleteFunction20150331", {
        functionName: `arn:aws:lambda:${place}:function:kms-guardrail-prod-iam:3`,
      }),
      `arn:aws:lambda:${place}:function:kms-guardrail-prod-iam`,
    ],
    [
      "a function by part of its ARN",
      of("lambda", "AddPermission20150331v2", {
        functionName: `${account}:function:kms-guardrail-prod-iam`,
      }),
      `arn:aws:lambda:${place}:function:kms-guardrail-prod-iam`,
    ],
    [
      "a role, which has no Region",
      of("iam", "PutRolePolicy", { roleName: "kms-guardrail-prod-KmsKeyRole-1EXAMPLE" }),
      `arn:aws:iam::${account}:role/kms-guardrail-prod-KmsKeyRole-1EXAMPLE`,
    ],
    [
      "a bucket, which has no account",
      of("s3", "DeleteBucket", { bucketName: "kms-guardrail-prod-state" }),
      "arn:aws:s3:::kms-guardrail-prod-state",
    ],
    [
      "a key that the record lists",
      of("kms", "DisableKey", { keyId: "1234" }, { resources: [{ ARN: keyArn }] }),
      keyArn,
    ],
    ["a key by its id", of("kms", "DisableKey", { keyId: "kms-guardrail-prod" }), keyArn],
    [
      "one of several alarms",
      of("monitoring", "DeleteAlarms", { alarmNames: ["other", "kms-guardrail-prod-errors"] }),
      `arn:aws:cloudwatch:${place}:alarm:kms-guardrail-prod-errors`,
    ],
    [
      "an alarm that is set otherwise",
      of("monitoring", "PutMetricAlarm", { alarmName: "kms-guardrail-prod-dead-letters" }),
      `arn:aws:cloudwatch:${place}:alarm:kms-guardrail-prod-dead-letters`,
    ],
    [
      "the key that decisions are signed with, by its name",
      of("secretsmanager", "PutSecretValue", { secretId: "kms-guardrail-prod-decision-key" }),
      `arn:aws:secretsmanager:${place}:secret:kms-guardrail-prod-decision-key`,
    ],
    [
      "a secret by its ARN",
      of("secretsmanager", "DeleteSecret", {
        secretId: `arn:aws:secretsmanager:${place}:secret:kms-guardrail-prod-decision-key-AbCdEf`,
      }),
      `arn:aws:secretsmanager:${place}:secret:kms-guardrail-prod-decision-key-AbCdEf`,
    ],
    [
      "a function that may run as often at a time as it likes",
      of("lambda", "DeleteFunctionConcurrency20171031", {
        functionName: "kms-guardrail-prod-remediation",
      }),
      `arn:aws:lambda:${place}:function:kms-guardrail-prod-remediation`,
    ],
    [
      "a queue by its URL",
      of("sqs", "PurgeQueue", {
        queueUrl: `https://sqs.us-west-2.amazonaws.com/${account}/kms-guardrail-prod-dead-letters`,
      }),
      `arn:aws:sqs:${place}:kms-guardrail-prod-dead-letters`,
    ],
  ])("names %s", (_, record, arn) => {
    expect(arnOf(record)).toBe(arn);
  });

  it("names a stack without the id that its ARN ends with", () => {
    const stackName = `arn:aws:cloudformation:${place}:stack/kms-guardrail-prod/0a1b2c3d`;
    expect(
      judgeTampering(of("cloudformation", "DeleteStack", { stackName }), config),
    ).toMatchObject({
      finding: { title: expect.stringContaining("own stack kms-guardrail-prod is deleted") },
    });
  });

  it.each<[why: string, record: unknown]>([
    ["the rule is somebody else's", of("events", "DisableRule", { name: "nightly" })],
    ["the call failed", { ...sample, errorCode: "AccessDenied" }],
    ["the call is none that disarms", of("events", "EnableRule", { name: "kms-guardrail-prod" })],
    ["the service is another", of("athena", "DeleteWorkGroup", { name: "kms-guardrail-prod" })],
    ["it is a record of network activity", { ...sample, eventCategory: "NetworkActivity" }],
    ["it is no record", "DisableRule"],
  ])("is none where %s", (_, record) => {
    expect(judgeTampering(record, config)).toEqual({ outcome: "none" });
  });

  it("is none where nobody says what the guardrail is made of", () => {
    expect(judgeTampering(sample, DEFAULT_CONFIG)).toEqual({ outcome: "none" });
  });

  it("is none when a trusted actor makes it, whatever the session is called", () => {
    const [actor = ""] = [sample.userIdentity.sessionContext.sessionIssuer.arn as string];
    const trusted = (actors: readonly string[]): GuardrailConfig => ({
      ...config,
      trustedActors: [{ name: "deployment", actors }],
    });
    expect(judgeTampering(sample, trusted([actor]))).toEqual({ outcome: "none" });
    expect(judgeTampering(sample, trusted(["*mallory@example.com"]))).toMatchObject({
      outcome: "tampering",
    });
  });

  it("is told as perhaps the guardrail's where the record does not tell what it was about", () => {
    expect(judgeTampering(of("sns", "DeleteTopic", null), config)).toMatchObject({
      finding: {
        kind: "tampering",
        severity: "medium",
        title: expect.stringMatching(/^something that DeleteTopic is about was deleted, perhaps/),
        resource: { type: "AWS::::Account", arn: `arn:aws:iam::${account}:root` },
        notes: [{ code: "resourceUnknown" }],
      },
    });
  });

  it("refuses a record that lacks what every record tells", () => {
    const { eventID: _, ...nameless } = sample;
    expect(judgeTampering(nameless, config)).toEqual({
      outcome: "refused",
      eventId: null,
      message: "`DisableRule`: `eventID` is missing",
    });
  });

  it("has a sample for each service whose calls change nothing about access", () => {
    const sampled = globSync("events/tampering/*.json").map(
      (file) => JSON.parse(readFileSync(file, "utf8")).eventSource as string,
    );
    const others = ["kms.amazonaws.com", "iam.amazonaws.com", "monitoring.amazonaws.com"];
    const services = [...controlCalls.keys()].filter((source) => !others.includes(source));
    expect([...new Set(sampled)].sort()).toEqual(services.sort());
  });
});
