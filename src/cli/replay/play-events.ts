import type { Snapshot } from "../../account/snapshot.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import type { JudgedRecord } from "../../guardrail/judge/judge-record.ts";
import type { Reporter } from "../reporter.ts";
import type { PassedOver } from "./passed-over.ts";
import { type PlayableEvent, refusalMessage } from "./playable-events.ts";

/** An event that was applied to the account, or was about the guardrail itself. */
export interface PlayedEvent {
  readonly event: TrailEvent;
  readonly finding: Finding;
  /** Whether it changed access, or nobody can tell whether it did. */
  readonly isFinding: boolean;
  /** Whether it is in the account after it. */
  readonly isApplied: boolean;
  readonly before: readonly Snapshot[];
  readonly after: readonly Snapshot[];
}

export type Judge = (snapshots: readonly Snapshot[], record: unknown) => JudgedRecord;

/** Feeds events to the guardrail one by one, the account's state moving along. */
export function* playEvents(
  snapshots: readonly Snapshot[],
  events: readonly PlayableEvent[],
  judge: Judge,
  passedOver: PassedOver,
  reporter: Reporter,
): Generator<PlayedEvent | null> {
  let before = snapshots;
  for (const { event, source, isOfFamily, tampering } of events) {
    if (tampering !== null) {
      const reason = whyUntold(before, event);
      if (reason === null) {
        const base = { event, finding: tampering, isFinding: true, isApplied: false };
        yield { ...base, before, after: before };
      } else if (!isOfFamily) passedOver.add(reason);
    }
    if (!isOfFamily) continue;
    const judged = judge(before, source.record);
    switch (judged.outcome) {
      case "finding":
      case "silent": {
        const { finding, snapshots: after } = judged;
        const isFinding = judged.outcome === "finding";
        yield { event, finding, isFinding, isApplied: true, before, after };
        before = after;
        break;
      }
      case "failed-call":
        passedOver.add("failed-call", judged.event.eventName);
        yield null;
        break;
      case "passed-over":
        passedOver.add(judged.code);
        yield null;
        break;
      case "refused":
        reporter.badInput(refusalMessage(source, judged));
        yield null;
        break;
    }
  }
}

/** What is not told of an account that no snapshot describes, or of the time before its snapshots. */
function whyUntold(
  snapshots: readonly Snapshot[],
  { recipientAccountId, eventTime }: TrailEvent,
): "other-account" | "older" | null {
  const own = snapshots.filter(({ account }) => account === recipientAccountId);
  if (own.length === 0) return "other-account";
  const isOlder = ({ capturedAt }: Snapshot) =>
    capturedAt !== undefined && Date.parse(eventTime) < Date.parse(capturedAt);
  return own.every(isOlder) ? "older" : null;
}
