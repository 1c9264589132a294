import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";

/** A message of a queue, until it is removed. */
export interface Letter {
  readonly body: string;
  readonly receipt: string;
}

/** A queue that is emptied now and then, by a function that no message wakes. */
export interface FindingInbox {
  /** Some of what waits; none: nothing does. What is not removed comes again later. */
  readonly receive: () => Promise<readonly Letter[]>;
  readonly remove: (letters: readonly Letter[]) => Promise<void>;
}

/** Some letters of a queue were not removed: they are told again. */
export class InboxError extends Error {
  override readonly name = "InboxError";
  readonly code = "E_INBOX";
}

const mostAtOnce = 10;
/** Asks all of SQS's servers: without it a queue may seem empty that is not. */
const secondsWaited = 2;

/**
 * Long polling, and deletion by tens.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export function makeFindingInbox(client: SQSClient, QueueUrl: string): FindingInbox {
  return {
    receive: async () => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: mostAtOnce,
          WaitTimeSeconds: secondsWaited,
        }),
      );
      return Messages.map(({ Body = "", ReceiptHandle = "" }) => ({
        body: Body,
        receipt: ReceiptHandle,
      }));
    },
    remove: async (letters) => {
      for (let start = 0; start < letters.length; start += mostAtOnce) {
        const Entries = letters
          .slice(start, start + mostAtOnce)
          .map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt }));
        const { Failed = [] } = await client.send(
          new DeleteMessageBatchCommand({ QueueUrl, Entries }),
        );
        if (Failed.length === 0) continue;
        throw new InboxError(`${Failed.length} letters were not removed: ${Failed[0]?.Code}`);
      }
    },
  };
}
