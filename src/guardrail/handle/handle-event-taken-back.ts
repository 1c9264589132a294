import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import { closeFinding, isClosed } from "../finding/close-finding.ts";
import type { Finding } from "../finding/finding.ts";
import type { EventJudgement, LoadedAccount } from "../ports.ts";

/**
 * The findings of events that come to nothing now, each as it is told for the last time: those that were
 * kept, until an event that came before them arrived after them, and those that were told a moment ago and
 * not kept. A drift that an event explains late is the most frequent.
 */
export async function takeBack(
  judgements: readonly EventJudgement[],
  late: TrailEvent,
  { findingOf }: LoadedAccount,
  published: readonly Finding[],
): Promise<readonly Finding[]> {
  const nothing = judgements.filter(({ finding }) => finding === null);
  const kept = await Promise.all(nothing.map(({ eventId }) => findingOf?.(eventId) ?? null));
  const ids = new Set(nothing.map(({ eventId }) => eventId));
  const told = published.filter(({ event }) => event !== null && ids.has(event.eventId));
  const standing = new Map(
    [...kept, ...told].flatMap((one) => (one ? [[one.findingId, one]] : [])),
  );
  const last = new Map(published.map((one) => [one.findingId, one]));
  return [...standing.values()].flatMap((finding) => {
    const before = last.get(finding.findingId) ?? finding;
    return isClosed(before) ? [] : [closeFinding(finding, "retracted", reasonOf(finding, late))];
  });
}

function reasonOf({ event }: Finding, { eventId, eventName, eventTime }: TrailEvent): string {
  if (event?.eventId === eventId) {
    return "the recorded state changed while the event was judged: nothing of this is left";
  }
  const arrival = `\`${eventName}\` of ${eventTime} (\`${eventId}\`) came before it and arrived after it`;
  return event === null ? `explained: ${arrival}` : `${arrival}: nothing of this is left`;
}
