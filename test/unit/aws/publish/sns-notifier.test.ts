import { PublishCommand, SNSClient, SNSServiceException } from "@aws-sdk/client-sns";
import { mockClient } from "aws-sdk-client-mock";
import * as fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { emailText } from "../../../../src/alerts/channels/email-text.ts";
import { qNotification } from "../../../../src/alerts/channels/q-notification.ts";
import { bytesOf } from "../../../../src/aws/publish/fit-finding.ts";
import { snsMessage } from "../../../../src/aws/publish/sns-message.ts";
import { makeSnsNotifier } from "../../../../src/aws/publish/sns-notifier.ts";
import type {
  Finding,
  Mode,
  RemediationStatus,
} from "../../../../src/guardrail/finding/finding.ts";
import type { Unknown } from "../../../../src/kms/decision.ts";
import { hostileFinding } from "../../alerts/hostile-finding.ts";
import { accessChangeOf, findingWith, keyArn } from "../finding-fixture.ts";

const topicArn = "arn:aws:sns:us-west-2:111122223333:kms-guardrail-prod-findings";
const options = { topicArn, home: { account: "111122223333", region: "us-west-2" } };
const client = new SNSClient({ region: "us-west-2" });
const sns = mockClient(client);

beforeEach(() => {
  sns.reset();
});

const bodyOf = (
  { Message = "" }: { readonly Message?: string | undefined },
  protocol = "default",
) => (JSON.parse(Message) as Record<string, string>)[protocol] ?? "";
const findingOf = (message: { readonly Message?: string | undefined }) =>
  JSON.parse(bodyOf(message)) as Finding;
const sizeOf = ({
  Message = "",
  Subject = "",
  MessageAttributes = {},
}: ReturnType<typeof snsMessage>) =>
  [
    Message,
    Subject,
    ...Object.entries(MessageAttributes).flatMap(([name, { DataType = "", StringValue = "" }]) => [
      name,
      DataType,
      StringValue,
    ]),
  ].reduce((sum, text) => sum + bytesOf(text), 0);

const otherKey = keyArn.replace("1234abcd", "9999abcd");

/** A finding in which everything that is not the guardrail's own is one long text. */
const withTextsOf = (finding: Finding, text: string): Finding => ({
  ...finding,
  event: {
    eventId: text,
    eventName: text,
    eventSource: text,
    eventTime: "2026-11-01T12:00:00Z",
    awsRegion: text,
    recipientAccountId: text,
    actor: { type: text, arn: text, sessionIssuerArn: text, invokedBy: text },
    sourceIPAddress: text,
    vpcEndpointId: text,
  },
  resource: { type: text, arn: text },
  keyState: text,
  title: text,
  notes: [{ code: "long", text }],
  remediation: { ...finding.remediation, refusedBecause: text },
});

describe("the message of a finding", () => {
  it("is its JSON, with attributes that a filter policy can select by", () => {
    const finding = findingWith({
      accessChanges: [
        accessChangeOf(1),
        { ...accessChangeOf(2), key: otherKey },
        { ...accessChangeOf(3), key: null },
      ],
    });
    const message = snsMessage(finding, options);
    expect(findingOf(message)).toEqual(finding);
    expect(message).toMatchObject({
      TopicArn: topicArn,
      Subject: "HIGH: role/app-1 can now Decrypt with alias/payroll",
      MessageAttributes: {
        severity: { DataType: "String", StringValue: "high" },
        kind: { DataType: "String", StringValue: "access" },
        mode: { DataType: "String", StringValue: "alert" },
        status: { DataType: "String", StringValue: "none" },
        event: { DataType: "String", StringValue: "TagResource" },
        key: { DataType: "String.Array", StringValue: JSON.stringify([keyArn, otherKey]) },
      },
    });
  });

  it("has no attribute without a value", () => {
    const endpoint = "arn:aws:ec2:us-west-2:111122223333:vpc-endpoint/vpce-0a1b2c3d";
    const finding = findingWith({
      event: null,
      kind: "drift",
      resource: { type: "AWS::EC2::VPCEndpoint", arn: endpoint },
      accessChanges: [],
    });
    const attributes = snsMessage(finding, options).MessageAttributes ?? {};
    expect(Object.keys(attributes)).toEqual(["severity", "kind", "mode", "status"]);
  });

  it("asks the remediation function for what may be reverted, and for nothing else", () => {
    const askedBy = (mode: Mode, status: RemediationStatus, ...notes: readonly Unknown[]) =>
      snsMessage(
        findingWith({
          remediation: { mode, status, refusedBecause: null, calls: [] },
          notes,
        }),
        options,
      ).MessageAttributes?.["revert"]?.StringValue;
    const approved = { code: "approved", text: "" };
    expect(askedBy("enforce", "proposed")).toBe("enforce");
    expect(askedBy("approve", "awaitingApproval", approved)).toBe("approved");
    expect(askedBy("approve", "expired", approved)).toBe("approved");
    expect([
      askedBy("alert", "proposed"),
      askedBy("approve", "awaitingApproval"),
      askedBy("approve", "awaitingApproval", approved, { code: "other", text: "" }),
      askedBy("enforce", "refused"),
      askedBy("enforce", "verified"),
      askedBy("approve", "verified", approved),
    ]).toEqual(Array.from({ length: 6 }));
  });

  it("is text by e-mail, and the finding for every other protocol", () => {
    const finding = findingWith();
    const message = snsMessage(finding, options);
    expect(message.MessageStructure).toBe("json");
    expect(Object.keys(JSON.parse(message.Message ?? ""))).toEqual(["default", "email"]);
    expect(bodyOf(message, "email")).toBe(emailText(finding).body);
  });

  it("is a custom notification by HTTPS where Amazon Q listens", () => {
    const finding = findingWith();
    const message = snsMessage(finding, { ...options, isForAmazonQ: true });
    expect(JSON.parse(bodyOf(message, "https"))).toEqual(qNotification(finding));
    expect(findingOf(message)).toEqual(finding);
  });

  it("is at most 256 KiB with its attributes, and tells where the rest is", () => {
    const accessChanges = Array.from({ length: 3000 }, (_, index) => ({
      ...accessChangeOf(index),
      key: `${keyArn}-${index}`,
    }));
    const message = snsMessage(findingWith({ accessChanges }), { ...options, isForAmazonQ: true });
    expect(sizeOf(message)).toBeLessThanOrEqual(262_144);
    expect(sizeOf(message)).toBeGreaterThan(250_000);
    expect(JSON.parse(message.MessageAttributes?.["key"]?.StringValue ?? "")).toHaveLength(100);
    const told = findingOf(message);
    expect(told.truncated).toBe(true);
    expect(told.notes.at(-1)?.text).toMatch(
      /^left out of this message, which may not be larger: \d+ of 3000 access changes; all of it is item `EVENT#39f89d14-[\w-]+` of scope `111122223333\/us-west-2\/findings` in the state table$/,
    );
  });

  it.each([
    ["escapes twice", "\u0000"],
    ["quotes", '\\"'],
    ["of three bytes", "\u202e"],
    ["halves of pairs", "\ud83d"],
  ])("fits with long texts everywhere: %s", (_, text) => {
    const long = text.repeat(30_000);
    const finding = withTextsOf(findingWith(), long);
    const message = snsMessage(finding, { ...options, isForAmazonQ: true });
    expect(sizeOf(message)).toBeLessThanOrEqual(262_144);
    const told = findingOf(message);
    expect(told.findingId).toBe(finding.findingId);
    expect(told.title.slice(0, 50)).toBe(long.slice(0, 50));
    expect(told.accessChanges).toHaveLength(finding.accessChanges.length);
    expect(told.notes.at(-1)?.text).toMatch(/^left out of this message/);
  });

  it("fits whatever its texts are", () => {
    void fc.assert(
      fc.property(hostileFinding, (finding) => {
        const message = snsMessage(finding, options);
        expect(sizeOf(message)).toBeLessThanOrEqual(262_144);
        expect(message.Subject).toMatch(/^[A-Z][ -~]{0,98}$/);
        expect(findingOf(message).findingId).toBe(finding.findingId);
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });
});

describe("the SNS notifier", () => {
  it("publishes once to its topic", async () => {
    sns.on(PublishCommand).resolves({ MessageId: "m1" });
    const finding = findingWith();
    await makeSnsNotifier(client, options).publish(finding);
    expect(sns.commandCalls(PublishCommand).map(({ args }) => args[0].input)).toEqual([
      snsMessage(finding, options),
    ]);
  });

  it("fails when SNS does", async () => {
    const refusal = {
      name: "AuthorizationErrorException",
      $fault: "client",
      $metadata: {},
    } as const;
    sns.on(PublishCommand).rejects(new SNSServiceException(refusal));
    const published = makeSnsNotifier(client, options).publish(findingWith());
    await expect(published).rejects.toMatchObject({ name: "AuthorizationErrorException" });
  });
});
