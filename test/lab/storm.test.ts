import { expect, it } from "vitest";
import type { Lab } from "../../lab/start-lab.ts";
import { playStorm } from "../../lab/storm/play-storm.ts";
import { stormRecords } from "../../lab/storm/storm-records.ts";
import { isUnreadable, type SnapshotKey } from "../../src/account/snapshot.ts";
import type { StoredEvent, StoredState } from "../../src/guardrail/ports.ts";
import {
  observedAccount,
  placeEvents,
  projectEvents,
} from "../../src/guardrail/state/projection.ts";
import { nothingStored } from "../../src/guardrail/state/projection-write.ts";
import { delivered, randomNumbers } from "../support/history.ts";
import { unnamedFindings } from "../support/told-findings.ts";
import { describeInLab } from "./support/describe-in-lab.ts";
import { uniqueName } from "./support/lab-names.ts";

/** STORM_LENGTH=200 plays as many. */
const length = Number(process.env["STORM_LENGTH"] ?? 20);

describeInLab(`${length} events at once, late and twice`, (lab) => {
  it("are each recorded and told by the deployed functions as in their order", async () => {
    const records = stormRecords(length, lab(), new Date());
    const arrivals = delivered(records, 10, randomNumbers(20_261_122));
    expect(arrivals.length).toBeGreaterThan(length);
    const outcome = await playStorm(lab(), `storm-${uniqueName()}`, arrivals, {
      atATime: 8,
      patienceSeconds: 60,
    });
    const { unrecorded, misjudged, untold, told, stored } = outcome;
    expect({ unrecorded, misjudged, untold }).toEqual({
      unrecorded: [],
      misjudged: [],
      untold: [],
    });
    const kept = Object.fromEntries(
      stored.events.flatMap(({ eventId, findingId }) => (findingId ? [[eventId, findingId]] : [])),
    );
    expect(unnamedFindings(told, kept)).toEqual([]);
    const inOrder = { ...nothingStored, events: records.map(asStored) };
    const keys = keysAfter(inOrder, lab());
    expect(keys.length).toBeGreaterThan(1);
    expect(keysAfter(stored, lab())).toEqual(expect.arrayContaining([...keys]));
  }, 150_000);
});

function asStored(record: object): StoredEvent {
  const { eventID, eventTime } = record as { readonly eventID: string; readonly eventTime: string };
  return { eventId: eventID, eventTime, record, findingId: null };
}

function keysAfter(
  stored: StoredState,
  { accountId: account, region }: Lab,
): readonly SnapshotKey[] {
  const start = observedAccount(stored, { account, region });
  const { keys } = projectEvents(start, placeEvents(stored.events), stored);
  return isUnreadable(keys) ? [] : keys;
}
