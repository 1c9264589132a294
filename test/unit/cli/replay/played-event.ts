import type { Snapshot } from "../../../../src/account/snapshot.ts";
import type { PlayedEvent } from "../../../../src/cli/replay/play-events.ts";
import { parseRecord } from "../../../../src/cloudtrail/parse-record.ts";
import { sampleFinding } from "../../alerts/sample-finding.ts";
import { smallAccount, tagRecord } from "../small-account.ts";

/** An event that was played on the small account, as far as a test does not say otherwise. */
export function playedEvent(
  more: Partial<PlayedEvent> = {},
  record: object = tagRecord(1, "open"),
): PlayedEvent {
  const parsed = parseRecord(record);
  if (!("event" in parsed)) throw new Error("no record of an event");
  const before: readonly Snapshot[] = [smallAccount];
  return {
    event: parsed.event,
    finding: sampleFinding,
    isFinding: true,
    isApplied: true,
    before,
    after: before,
    ...more,
  };
}
