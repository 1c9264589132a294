import type { TrailEvent } from "./trail-event.ts";

/** Creations of what others hang on: a key before its alias, a policy before its version. */
const foundations: ReadonlySet<string> = new Set([
  "CreateKey",
  "ReplicateKey",
  "CreateVpcEndpoint",
  "CreateUser",
  "CreateGroup",
  "CreateRole",
  "CreateServiceLinkedRole",
  "CreatePolicy",
]);

/** What has a place among events. */
export interface Ordered {
  readonly event: TrailEvent;
  /** Of a call that the guardrail made to revert an event: which of that revert's calls, from 0. */
  readonly revertCall?: number;
}

/**
 * Puts events in the order they are played, (eventTime, creations first, eventID), each eventID
 * once. CloudTrail's times are whole seconds, it delivers in no order and may deliver twice. The
 * guardrail's own reverts come after what they revert, in the order in which it made their calls.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
 */
export function orderEvents<T extends Ordered>(items: readonly T[]): T[] {
  const keyed = items.map((item) => ({ item, time: timeOf(item) }));
  keyed.sort((a, b) => a.time - b.time || compareWithinTime(a.item, b.item));
  const seen = new Set<string>();
  return keyed.flatMap(({ item }) => {
    if (seen.has(item.event.eventId)) return [];
    seen.add(item.event.eventId);
    return [item];
  });
}

/** Puts one more event, which is not among them, in its place among events that are in order. */
export function insertEvent<T extends Ordered>(ordered: readonly T[], item: T): readonly T[] {
  const time = timeOf(item);
  let place = ordered.length;
  let start = 0;
  while (start < place) {
    const middle = (start + place) >> 1;
    const other = ordered[middle] as T;
    const order = time - timeOf(other) || compareWithinTime(item, other);
    if (order < 0) place = middle;
    else start = middle + 1;
  }
  return ordered.toSpliced(place, 0, item);
}

function timeOf({ event }: Ordered): number {
  return Date.parse(event.eventTime);
}

function compareWithinTime(a: Ordered, b: Ordered): number {
  return (
    (a.revertCall ?? -1) - (b.revertCall ?? -1) ||
    rank(a.event) - rank(b.event) ||
    compareTexts(a.event.eventId, b.event.eventId)
  );
}

function rank({ eventName }: TrailEvent): number {
  if (foundations.has(eventName)) return 0;
  return eventName.startsWith("Create") ? 1 : 2;
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
