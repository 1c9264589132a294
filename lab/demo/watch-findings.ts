import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { clientOptions } from "../client-options.ts";
import type { Lab } from "../start-lab.ts";
import { asText, parseObject } from "../tap/json.ts";

/** Prints the findings that the topic hands out, until told to stop. */
export async function watchFindings(
  lab: Lab,
  print: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const sqs = new SQSClient(clientOptions(lab));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "lab-findings" }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  await new SNSClient(clientOptions(lab)).send(
    new SubscribeCommand({
      TopicArn: lab.stackOutputs["FindingsTopicArn"],
      Protocol: "sqs",
      Endpoint: Attributes?.["QueueArn"],
    }),
  );
  while (!signal.aborted) {
    const { Messages = [] } = await sqs
      .send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }), { abortSignal: signal })
      .catch((error: unknown) => {
        if (signal.aborted) return { Messages: [] };
        throw error;
      });
    for (const { Body = "", ReceiptHandle } of Messages) {
      print(findingText(Body));
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

/** The subject and the finding as it was published. */
function findingText(body: string): string {
  const { Subject, Message } = parseObject(body);
  const finding = JSON.stringify(parseObject(asText(Message) ?? ""), null, 2);
  return `\n${asText(Subject) ?? "finding"}\n${finding}`;
}
