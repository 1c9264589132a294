import type { Snapshot } from "../../account/snapshot.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { Finding } from "../../guardrail/finding.ts";
import type { JudgedRecord } from "../../guardrail/judge-record.ts";
import type { Reporter } from "../reporter.ts";
import type { PassedOver } from "./passed-over.ts";
import { type PlayableEvent, refusalMessage } from "./playable-events.ts";

/** An event that was applied to the account. */
export interface PlayedEvent {
  readonly event: TrailEvent;
  readonly finding: Finding;
  /** Whether it changed access, or nobody can tell whether it did. */
  readonly isFinding: boolean;
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
  for (const { source } of events) {
    const judged = judge(before, source.record);
    switch (judged.outcome) {
      case "finding":
      case "silent": {
        const { event, finding, snapshots: after } = judged;
        yield { event, finding, isFinding: judged.outcome === "finding", before, after };
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
