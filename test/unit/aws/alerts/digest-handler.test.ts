import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Context } from "aws-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { makeHandler } from "../../../../handlers/digest.ts";
import { makeDigestPublisher } from "../../../../src/aws/alerts/digest-publisher.ts";
import { makeFindingInbox } from "../../../../src/aws/alerts/finding-inbox.ts";
import { findingWith } from "../finding-fixture.ts";
import { makeQuietTelemetry } from "../quiet-telemetry.ts";

const context = { functionName: "digest", awsRequestId: "r1" } as Context;
const sqsClient = new SQSClient({ region: "us-west-2" });
const snsClient = new SNSClient({ region: "us-west-2" });
const sqs = mockClient(sqsClient);
const sns = mockClient(snsClient);
/** What waits: bodies by their receipts. */
let waiting: Map<string, string>;

beforeEach(() => {
  sqs.reset();
  sns.reset();
  waiting = new Map();
  const seen = new Set<string>();
  sqs.on(ReceiveMessageCommand).callsFake(({ MaxNumberOfMessages }) => {
    const next = [...waiting]
      .filter(([receipt]) => !seen.has(receipt))
      .slice(0, MaxNumberOfMessages);
    for (const [receipt] of next) seen.add(receipt);
    return { Messages: next.map(([ReceiptHandle, Body]) => ({ ReceiptHandle, Body })) };
  });
  sqs.on(DeleteMessageBatchCommand).callsFake(({ Entries }) => {
    for (const { ReceiptHandle } of Entries) waiting.delete(ReceiptHandle);
    return {};
  });
  sns.on(PublishCommand).resolves({});
});

const run = () =>
  makeHandler(
    {
      inbox: makeFindingInbox(sqsClient, "https://sqs/digest"),
      publish: makeDigestPublisher(snsClient, "arn:aws:sns:us-west-2:111122223333:digest"),
    },
    makeQuietTelemetry(),
  )({}, context);
const published = () => sns.commandCalls(PublishCommand).map(({ args: [{ input }] }) => input);
const put = (count: number) => {
  for (let index = 0; index < count; index++) {
    waiting.set(`r${index}`, JSON.stringify({ ...findingWith(), findingId: `f${index}` }));
  }
};

describe("the daily digest", () => {
  it("is one message of all that waits, which is then gone", async () => {
    put(23);
    expect(await run()).toEqual({ letters: 23, isTold: true });
    expect(published()).toMatchObject([
      {
        TopicArn: "arn:aws:sns:us-west-2:111122223333:digest",
        Subject: expect.stringContaining("23 informational findings"),
        MessageStructure: "json",
      },
    ]);
    const message = JSON.parse(published()[0]?.Message ?? "");
    expect(message.email).toContain("23 informational findings");
    expect(JSON.parse(message.default)).toMatchObject({ kind: "digest", count: 23 });
    expect(waiting.size).toBe(0);
  });

  it("is nothing where nothing waits", async () => {
    expect(await run()).toEqual({ letters: 0, isTold: false });
    expect(published()).toEqual([]);
    expect(sqs.commandCalls(DeleteMessageBatchCommand)).toHaveLength(0);
  });

  it("waits for what SQS may hold elsewhere", async () => {
    await run();
    const [call] = sqs.commandCalls(ReceiveMessageCommand);
    expect(call?.args[0].input.WaitTimeSeconds).toBeGreaterThan(0);
  });

  it("leaves what is no finding to the dead letters, and tells the rest", async () => {
    put(2);
    waiting.set("bad", "no JSON");
    expect(await run()).toEqual({ letters: 3, isTold: true });
    expect([...waiting.keys()]).toEqual(["bad"]);
  });

  it("loses nothing that was not told", async () => {
    put(3);
    sns.on(PublishCommand).rejects(new Error("SNS is down"));
    await expect(run()).rejects.toThrow("SNS is down");
    expect(waiting.size).toBe(3);
  });

  it("fails where what it told was not removed", async () => {
    put(1);
    sqs.on(DeleteMessageBatchCommand).resolves({
      Failed: [{ Id: "0", Code: "InternalError", SenderFault: false }],
    });
    await expect(run()).rejects.toMatchObject({ code: "E_INBOX" });
  });

  it("leaves to the next day what is too much for one", async () => {
    put(2_345);
    expect(await run()).toEqual({ letters: 2_000, isTold: true });
    expect(waiting.size).toBe(345);
  });
});
