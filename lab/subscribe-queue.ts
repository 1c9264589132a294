import { SNSClient, SubscribeCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { Finding } from "../src/guardrail/finding/finding.ts";
import { clientOptions } from "./client-options.ts";
import type { Lab } from "./start-lab.ts";

/** A queue that a topic delivers to. */
export interface SubscribedQueue<Message> {
  /** Waits for messages for a second or so; none may come. */
  receive(signal?: AbortSignal): Promise<Message[]>;
  remove(): Promise<void>;
}

/** A queue that hears what is told to a topic of the stack, by its output: findings, unless said otherwise. */
export async function subscribeQueue<Message = Finding>(
  lab: Lab,
  QueueName: string,
  topic = "FindingsTopicArn",
): Promise<SubscribedQueue<Message>> {
  const sqs = new SQSClient(clientOptions(lab));
  const sns = new SNSClient(clientOptions(lab));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({
      TopicArn: lab.stackOutputs[topic],
      Protocol: "sqs",
      Endpoint: Attributes?.["QueueArn"],
    }),
  );
  const take = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 });
  return {
    receive: async (abortSignal) => {
      const { Messages = [] } = await sqs.send(take, abortSignal ? { abortSignal } : {});
      for (const { ReceiptHandle } of Messages) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      return Messages.map(({ Body = "{}" }) => readMessage(Body) as Message);
    },
    remove: async () => {
      await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    },
  };
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
function readMessage(body: string): unknown {
  const { Message } = JSON.parse(body) as { readonly Message: string };
  return JSON.parse(Message);
}
