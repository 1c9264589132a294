import { PublishCommand, SNSClient, SNSServiceException } from "@aws-sdk/client-sns";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { bytesOf } from "../../../src/aws/fit-finding.ts";
import { snsMessage } from "../../../src/aws/sns-message.ts";
import { makeSnsNotifier } from "../../../src/aws/sns-notifier.ts";
import { accessChangeOf, findingWith, keyArn } from "./finding-fixture.ts";

const topicArn = "arn:aws:sns:us-west-2:111122223333:kms-guardrail-prod-findings";
const client = new SNSClient({ region: "us-west-2" });
const sns = mockClient(client);

beforeEach(() => {
  sns.reset();
});

const otherKey = keyArn.replace("1234abcd", "9999abcd");

describe("the message of a finding", () => {
  it("is its JSON, with attributes that a filter policy can select by", () => {
    const finding = findingWith({
      accessChanges: [
        accessChangeOf(1),
        { ...accessChangeOf(2), key: otherKey },
        { ...accessChangeOf(3), key: null },
      ],
    });
    const message = snsMessage(finding, topicArn);
    expect(JSON.parse(message.Message ?? "")).toEqual(finding);
    expect(message).toMatchObject({
      TopicArn: topicArn,
      Subject: "HIGH: role/app-1 can now Decrypt with alias/payroll (tag Project, by erin)",
      MessageAttributes: {
        severity: { DataType: "String", StringValue: "high" },
        kind: { DataType: "String", StringValue: "access" },
        eventName: { DataType: "String", StringValue: "TagResource" },
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
    const attributes = snsMessage(finding, topicArn).MessageAttributes ?? {};
    expect(Object.keys(attributes)).toEqual(["severity", "kind"]);
  });

  it("is at most 256 KiB with its attributes", () => {
    const accessChanges = Array.from({ length: 3000 }, (_, index) => ({
      ...accessChangeOf(index),
      key: `${keyArn}-${index}`,
    }));
    const message = snsMessage(findingWith({ accessChanges }), topicArn);
    const attributes = Object.entries(message.MessageAttributes ?? {}).flatMap(([name, value]) => [
      name,
      value.DataType ?? "",
      value.StringValue ?? "",
    ]);
    const size = [message.Message ?? "", message.Subject ?? "", ...attributes]
      .map(bytesOf)
      .reduce((sum, bytes) => sum + bytes, 0);
    expect(size).toBeLessThanOrEqual(262_144);
    expect(size).toBeGreaterThan(250_000);
    expect(JSON.parse(message.MessageAttributes?.["key"]?.StringValue ?? "")).toHaveLength(100);
  });
});

describe("the SNS notifier", () => {
  it("publishes once to its topic", async () => {
    sns.on(PublishCommand).resolves({ MessageId: "m1" });
    const finding = findingWith();
    await makeSnsNotifier(client, topicArn).publish(finding);
    expect(sns.commandCalls(PublishCommand).map(({ args }) => args[0].input)).toEqual([
      snsMessage(finding, topicArn),
    ]);
  });

  it("fails when SNS does", async () => {
    const refusal = {
      name: "AuthorizationErrorException",
      $fault: "client",
      $metadata: {},
    } as const;
    sns.on(PublishCommand).rejects(new SNSServiceException(refusal));
    const published = makeSnsNotifier(client, topicArn).publish(findingWith());
    await expect(published).rejects.toMatchObject({ name: "AuthorizationErrorException" });
  });
});
