import type { EventChanges, OwnCalls } from "../../guardrail/ports.ts";
import type { Unknown } from "../../kms/decision.ts";
import { changesOfCall } from "../check/changes-of-call.ts";
import type { CallEntry, IntentEntry, Ledger } from "../decision/ledger.ts";
import { hasEffectOf, touchedNames } from "./call-effect.ts";

/** CloudTrail's times are whole seconds, and its clock is another than ours. */
const skewMs = 2_000;
/** A call is made within this time of its intent, or the function that makes it has ended. */
const longestRevertMs = 5 * 60_000;

/**
 * Tells the guardrail's own calls by the ledger. A call is ours if its request id is written there
 * and it did to the account what was written. Its record may come before the request id is written,
 * or that may never be: then the intent must tell the same call, and the same role must have made it.
 */
export function makeOwnCalls(ledger: Pick<Ledger, "since">): OwnCalls {
  return {
    find: async (events) => {
      const first = Math.min(...events.map(({ event }) => Date.parse(event.eventTime)));
      const since = new Date(first - longestRevertMs).toISOString();
      const [calls, intents] = await Promise.all([
        ledger.since("call", since),
        ledger.since("intent", since),
      ]);
      const made = new Map<string, string>();
      const overwritten = new Map<string, Unknown>();
      for (const one of events) {
        const { eventId } = one.event;
        const findingId = revertedBy(one, calls, intents);
        if (findingId !== null) made.set(eventId, findingId);
        else for (const note of overwrittenBy(one, calls)) overwritten.set(eventId, note);
      }
      return { made, overwritten };
    },
  };
}

/** The finding that an event reverts as the guardrail's own call. */
function revertedBy(
  { event, changes }: EventChanges,
  calls: readonly CallEntry[],
  intents: readonly IntentEntry[],
): string | null {
  const { eventName, requestId, actor } = event;
  const call = calls.find(
    (entry) =>
      requestId !== null && entry.requestId === requestId && entry.call.operation === eventName,
  );
  if (call !== undefined) return hasEffectOf(call.call, changes) ? call.findingId : null;
  const time = Date.parse(event.eventTime);
  const intent = intents.find(
    (entry) =>
      entry.principal !== null &&
      entry.principal === actor.sessionIssuerArn &&
      time >= Date.parse(entry.at) - skewMs &&
      time <= Date.parse(entry.at) + longestRevertMs &&
      entry.calls.some(
        (planned) =>
          planned.operation === eventName &&
          hasEffectOf(planned, changes) &&
          !isWritten(planned, entry, calls),
      ),
  );
  return intent?.findingId ?? null;
}

/** The request id of this call is written down: it is another than the event's. */
function isWritten(
  planned: IntentEntry["calls"][number],
  { findingId }: IntentEntry,
  calls: readonly CallEntry[],
): boolean {
  return calls.some(
    (entry) =>
      entry.findingId === findingId &&
      entry.requestId !== null &&
      JSON.stringify(entry.call) === JSON.stringify(planned),
  );
}

/** Of a change that happened after the last read and before the write nobody saw the value. */
function overwrittenBy(
  { event, changes }: EventChanges,
  calls: readonly CallEntry[],
): readonly Unknown[] {
  const time = Date.parse(event.eventTime);
  const names = new Set(touchedNames(changes, event));
  return calls.flatMap(({ call, findingId, readAt, at }) => {
    const own = changesOfCall(call);
    // The event that the call reverts may be of the very second of the read.
    if (own === null || findingId.startsWith(`${event.eventId}-`)) return [];
    if (time < Math.floor(Date.parse(readAt) / 1000) * 1000 || time > Date.parse(at)) return [];
    const shared = touchedNames([own], event).filter((name) => names.has(name));
    if (shared.length === 0) return [];
    const text = `the revert of \`${findingId}\` read the account at ${readAt} and wrote ${shared.join(", ")} by ${at}: what this event set between them may be overwritten; the values before and after it are those told here`;
    return [{ code: "overwrittenByRevert", text }];
  });
}
