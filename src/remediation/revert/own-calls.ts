import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import type { EventChanges, OwnCalls, RevertCall } from "../../guardrail/ports.ts";
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
    since: async (eventTime) => {
      const since = new Date(Date.parse(eventTime) - longestRevertMs).toISOString();
      const [calls, intents] = await Promise.all([
        ledger.since("call", since),
        ledger.since("intent", since),
      ]);
      return (events) => {
        const made = new Map<string, RevertCall>();
        const overwritten = new Map<string, Unknown>();
        for (const one of events) {
          const { eventId } = one.event;
          const own = revertCallOf(one, calls, intents);
          if (own !== null) made.set(eventId, own);
          else for (const note of overwrittenBy(one, calls)) overwritten.set(eventId, note);
        }
        return { made, overwritten };
      };
    },
  };
}

/** The call of a revert that an event is; null: it is none of ours. */
function revertCallOf(
  { event, changes }: EventChanges,
  calls: readonly CallEntry[],
  intents: readonly IntentEntry[],
): RevertCall | null {
  const { eventName, requestId, actor } = event;
  const call = calls.find(
    (entry) =>
      requestId !== null && entry.requestId === requestId && entry.call.operation === eventName,
  );
  if (call !== undefined) {
    const { findingId } = call;
    const index = intents
      .filter((entry) => entry.findingId === findingId)
      .map((entry) => entry.calls.findIndex((planned) => isSameCall(planned, call.call)))
      .find((place) => place >= 0);
    return hasEffectOf(call.call, changes) ? { findingId, index: index ?? 0 } : null;
  }
  const time = Date.parse(event.eventTime);
  for (const entry of intents) {
    const { principal, findingId } = entry;
    if (principal === null || principal !== actor.sessionIssuerArn) continue;
    if (time < Date.parse(entry.at) - skewMs) continue;
    if (time > Date.parse(entry.at) + longestRevertMs) continue;
    const index = entry.calls.findIndex(
      (planned) =>
        planned.operation === eventName &&
        hasEffectOf(planned, changes) &&
        !isWritten(planned, entry, calls),
    );
    if (index >= 0) return { findingId, index };
  }
  return null;
}

/** The request id of this call is written down: it is another than the event's. */
function isWritten(
  planned: IntentEntry["calls"][number],
  { findingId }: IntentEntry,
  calls: readonly CallEntry[],
): boolean {
  return calls.some(
    (entry) =>
      entry.findingId === findingId && entry.requestId !== null && isSameCall(entry.call, planned),
  );
}

function isSameCall(a: RemediationCall, b: RemediationCall): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
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
