import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { MessageQueue } from "../guardrail/ports.ts";

/**
 * A queue of messages as JSON; SQS hands each over at least once, after its delay.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function makeSqsQueue<Message>(client: SQSClient, QueueUrl: string): MessageQueue<Message> {
  return {
    send: async (message, DelaySeconds = 0) => {
      const MessageBody = JSON.stringify(message);
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));
    },
  };
}
