import * as z from "zod/mini";

/** What a look reads of the live account. */
export type LookedResource =
  | { readonly kind: "key"; readonly keyArn: string }
  | { readonly kind: "endpoints" }
  | { readonly kind: "inventory" };

/** A message that asks for a look at the live account. */
export interface LookMessage {
  readonly resource: LookedResource;
  /** Fingerprints of what differed when it was looked at before: what still does is drift. */
  readonly seen: readonly string[];
  /** When that was; null: it was not looked at before. */
  readonly seenAt: string | null;
  /** The finding that is to be confirmed by it; null: none. */
  readonly told: string | null;
}

/**
 * How long a difference waits to be explained by an event: CloudTrail delivers most within five
 * minutes, and a message can be delayed for fifteen.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html
 */
export const secondLookSeconds = 900;

const lookMessage = z.object({
  resource: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("key"), keyArn: z.string() }),
    z.object({ kind: z.literal("endpoints") }),
    z.object({ kind: z.literal("inventory") }),
  ]),
  seen: z.array(z.string()),
  seenAt: z.nullable(z.string()),
  told: z.nullable(z.string()),
});

/** The text of a message; one that is none is thrown, and lies among the dead letters in the end. */
export function parseLookMessage(text: string): LookMessage {
  return lookMessage.parse(JSON.parse(text));
}

/** A first look at something. */
export function firstLook(resource: LookedResource, told: string | null = null): LookMessage {
  return { resource, seen: [], seenAt: null, told };
}
