import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { clientOptions } from "../../../lab/client-options.ts";
import type { Lab } from "../../../lab/start-lab.ts";

export interface BusEvent {
  readonly "detail-type": string;
  readonly detail: unknown;
}

/** A queue that hears the bus of findings. */
export interface BusEvents {
  /** The first event that names a finding, as soon as it is there. */
  waitFor(findingId: string): Promise<BusEvent>;
  close(): Promise<unknown>;
}

const patienceMilliseconds = 60_000;

export async function listenToBus(lab: Lab): Promise<BusEvents> {
  const sqs = new SQSClient(clientOptions(lab));
  const events = new EventBridgeClient(clientOptions(lab));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "of-the-bus" }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  const EventBusName = `${lab.stackName}-findings`;
  const pattern = { source: ["kms-guardrail"] };
  await events.send(
    new PutRuleCommand({ Name: "all", EventBusName, EventPattern: JSON.stringify(pattern) }),
  );
  const Targets = [{ Id: "queue", Arn: Attributes?.["QueueArn"] }];
  await events.send(new PutTargetsCommand({ Rule: "all", EventBusName, Targets }));
  return {
    waitFor: async (findingId) => {
      for (const end = Date.now() + patienceMilliseconds; Date.now() < end; ) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 }),
        );
        for (const { Body = "{}", ReceiptHandle } of Messages) {
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          if (Body.includes(findingId)) return JSON.parse(Body) as BusEvent;
        }
      }
      throw new Error(`no event of finding \`${findingId}\``);
    },
    close: () => sqs.send(new DeleteQueueCommand({ QueueUrl })),
  };
}
