import { setTimeout as sleep } from "node:timers/promises";
import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { eventSource, findingEventType } from "../../alerts/channels/finding-event.ts";
import { shorten } from "../../alerts/words/shorten.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import { bytesOf, fitFinding } from "../publish/fit-finding.ts";
import type { Deliver } from "./queue-handler.ts";

/** The bus did not take an event. */
export class BusError extends Error {
  override readonly name = "BusError";
  readonly code = "E_BUS";
}

/** Targets take events of 256 KiB, whatever PutEvents takes. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const mostBytes = 262_144;
const roomForEnvelope = 2_048;
/** AWS names nothing longer; what somebody put into a record may be. */
const mostArn = 2_048;
const mostTries = 3;
const waitMs = 200;

/**
 * Puts findings on an event bus. That the call succeeded says nothing of its entry.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export function makeBusPublisher(client: EventBridgeClient, busName: string): Deliver {
  return async (finding) => {
    const entry = eventOf(finding, busName);
    for (let attempt = 1; ; attempt++) {
      const { FailedEntryCount = 0, Entries = [] } = await client.send(
        new PutEventsCommand({ Entries: [entry] }),
      );
      if (FailedEntryCount === 0) return;
      const { ErrorCode = "unknown", ErrorMessage = "" } = Entries[0] ?? {};
      if (attempt === mostTries) {
        throw new BusError(`event bus \`${busName}\`: ${ErrorCode}: ${ErrorMessage}`);
      }
      await sleep(waitMs * 2 ** attempt);
    }
  };
}

function eventOf(finding: Finding, EventBusName: string) {
  const arn = shorten(finding.resource.arn, mostArn);
  const room = mostBytes - roomForEnvelope - bytesOf(arn);
  return {
    EventBusName,
    Source: eventSource,
    DetailType: findingEventType(finding),
    Resources: [arn],
    Time: new Date(finding.event?.eventTime ?? finding.effectiveFrom),
    // Put together as text: the finding is JSON already, cut where that is needed.
    Detail: `{"schemaVersion":1,"finding":${fitFinding(finding, room)}}`,
  };
}
