import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { makeSqsQueue } from "../../../src/aws/sqs-queue.ts";

const client = new SQSClient({ region: "us-west-2" });
const sqs = mockClient(client);
const QueueUrl = "https://sqs.us-west-2.amazonaws.com/111122223333/look";
const queue = makeSqsQueue<{ readonly kind: string }>(client, QueueUrl);

beforeEach(() => {
  sqs.reset();
  sqs.on(SendMessageCommand).resolves({ MessageId: "m1" });
});
const sent = () => sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => input);

describe("a queue of SQS", () => {
  it("takes a message as JSON, at once or with a delay", async () => {
    await queue.send({ kind: "endpoints" });
    await queue.send({ kind: "inventory" }, 900);
    expect(sent()).toEqual([
      { QueueUrl, MessageBody: '{"kind":"endpoints"}', DelaySeconds: 0 },
      { QueueUrl, MessageBody: '{"kind":"inventory"}', DelaySeconds: 900 },
    ]);
  });

  it("fails where SQS does not take the message", async () => {
    sqs.on(SendMessageCommand).rejects(new Error("throttled"));
    await expect(queue.send({ kind: "endpoints" })).rejects.toThrow("throttled");
  });
});
