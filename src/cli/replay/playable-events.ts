import { orderEvents } from "../../cloudtrail/order-events.ts";
import { parseRecord } from "../../cloudtrail/parse-record.ts";
import type { EventFileRecord } from "../../cloudtrail/read-event-text.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { Message } from "../message.ts";
import type { Reporter } from "../reporter.ts";
import type { PassedOver } from "./passed-over.ts";

/** A record of the guardrail's families, ready to be judged. */
export interface PlayableEvent {
  readonly event: TrailEvent;
  readonly source: EventFileRecord;
}

/**
 * The records that can be played, each eventID once, in the order in which they are played. What
 * cannot be understood is told, what is none of the guardrail's business is counted.
 */
export function playableEvents(
  records: readonly EventFileRecord[],
  passedOver: PassedOver,
  reporter: Reporter,
): readonly PlayableEvent[] {
  const playable: PlayableEvent[] = [];
  for (const source of records) {
    const parsed = parseRecord(source.record);
    switch (parsed.outcome) {
      case "passed-over":
        passedOver.add("foreign", foreignName(parsed.eventSource, parsed.eventName));
        break;
      case "refused":
        reporter.badInput(refusalMessage(source, parsed));
        break;
      case "change":
      case "failed-call":
        playable.push({ event: parsed.event, source });
        break;
    }
  }
  const ordered = orderEvents(playable);
  passedOver.add("repeated", null, playable.length - ordered.length);
  return ordered;
}

/** Why a record was refused, with where it stands. */
export function refusalMessage(
  { file, line }: EventFileRecord,
  refused: { readonly code: string; readonly message: string; readonly eventId: string | null },
): Message {
  const event = refused.eventId === null ? "" : `event \`${refused.eventId}\`: `;
  return { code: refused.code, file, line, message: `${event}${refused.message}` };
}

function foreignName(eventSource: string | undefined, eventName: string | undefined): string {
  const service = eventSource?.replace(/\.amazonaws\.com$/, "");
  return [service, eventName].filter((part) => part !== undefined).join(":") || "other kinds";
}
