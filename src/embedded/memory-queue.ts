import type { MessageQueue } from "../guardrail/ports.ts";

export interface QueuedMessage<Message> {
  readonly message: Message;
  readonly delaySeconds: number;
}

/** A queue that lives in memory. */
export interface MemoryQueue<Message> extends MessageQueue<Message> {
  /** Takes all messages that wait, whatever their delay. */
  readonly take: () => readonly QueuedMessage<Message>[];
}

export function makeMemoryQueue<Message>(): MemoryQueue<Message> {
  const waiting: QueuedMessage<Message>[] = [];
  return {
    send: async (message, delaySeconds = 0) => {
      waiting.push({ message, delaySeconds });
    },
    take: () => waiting.splice(0),
  };
}
