import { orderEvents } from "../../cloudtrail/order-events.ts";
import { parseRecord } from "../../cloudtrail/parse-record.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { EventFileRecord } from "../../cloudtrail/unwrap/read-event-text.ts";
import type { GuardrailConfig } from "../../guardrail/config/config.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import { judgeTampering } from "../../guardrail/judge/judge-tampering.ts";
import type { Message } from "../message.ts";
import type { Reporter } from "../reporter.ts";
import type { PassedOver } from "./passed-over.ts";

/** A record of the guardrail's families, or of a call on the guardrail itself, ready to be judged. */
export interface PlayableEvent {
  readonly event: TrailEvent;
  readonly source: EventFileRecord;
  /** Of one of the families: it is judged on the account. */
  readonly isOfFamily: boolean;
  /** What it did to the guardrail itself. */
  readonly tampering: Finding | null;
}

/**
 * The records that can be played, each eventID once, in the order in which they are played. What
 * cannot be understood is told, what is none of the guardrail's business is counted.
 */
export function playableEvents(
  records: readonly EventFileRecord[],
  passedOver: PassedOver,
  reporter: Reporter,
  config: GuardrailConfig,
): readonly PlayableEvent[] {
  const playable: PlayableEvent[] = [];
  for (const source of records) {
    const parsed = parseRecord(source.record);
    const judged = judgeTampering(source.record, config);
    const tampering = judged.outcome === "tampering" ? judged.finding : null;
    switch (parsed.outcome) {
      case "passed-over":
        if (judged.outcome === "tampering") {
          playable.push({ event: judged.event, source, isOfFamily: false, tampering });
          break;
        }
        if (judged.outcome === "refused") {
          reporter.badInput(refusalMessage(source, { code: "E_RECORD_INCOMPLETE", ...judged }));
          break;
        }
        passedOver.add("foreign", foreignName(parsed.eventSource, parsed.eventName));
        break;
      case "refused":
        reporter.badInput(refusalMessage(source, parsed));
        break;
      case "change":
      case "failed-call":
        playable.push({ event: parsed.event, source, isOfFamily: true, tampering });
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
