import { setTimeout as sleep } from "node:timers/promises";
import { SNSClient, SubscribeCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { clientOptions } from "../../../lab/client-options.ts";
import type { Lab } from "../../../lab/start-lab.ts";
import type { Finding } from "../../../src/guardrail/finding.ts";

/** What the topic of findings hands to a queue of one's own. */
export interface FindingsQueue {
  /** Every finding so far, in the order of arrival. */
  readonly arrived: readonly Finding[];
  /** The first that fits, as soon as it is there. */
  waitFor(fits: (finding: Finding) => boolean): Promise<Finding>;
  close(): Promise<void>;
}

const patienceMilliseconds = 45_000;

export async function subscribeToFindings(lab: Lab, name: string): Promise<FindingsQueue> {
  const sqs = new SQSClient(clientOptions(lab));
  const sns = new SNSClient(clientOptions(lab));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({
      TopicArn: lab.stackOutputs["FindingsTopicArn"],
      Protocol: "sqs",
      Endpoint: Attributes?.["QueueArn"],
    }),
  );
  const arrived: Finding[] = [];
  const closing = new AbortController();
  const receive = async () => {
    while (!closing.signal.aborted) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 }),
      );
      for (const { Body = "{}" } of Messages) arrived.push(readFinding(Body));
    }
  };
  const received = receive();
  return {
    arrived,
    waitFor: async (fits) => {
      const end = Date.now() + patienceMilliseconds;
      for (;;) {
        const found = arrived.find(fits);
        if (found !== undefined) return found;
        if (Date.now() > end) throw new Error(`no such finding among ${summaries(arrived)}`);
        await sleep(50);
      }
    },
    close: async () => {
      closing.abort();
      await received;
      await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    },
  };
}

function readFinding(body: string): Finding {
  const { Message } = JSON.parse(body) as { readonly Message: string };
  return JSON.parse(Message) as Finding;
}

function summaries(findings: readonly Finding[]): string {
  return JSON.stringify(findings.map(({ event, resource }) => [event?.eventName, resource]));
}
