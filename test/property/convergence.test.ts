import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeRecordedState } from "../../src/aws/state/recorded-state.ts";
import { makeFixedClock } from "../../src/embedded/fixed-clock.ts";
import { makeMemoryNotifier } from "../../src/embedded/memory-notifier.ts";
import { makeMemoryStore } from "../../src/embedded/memory-store.ts";
import { makeSnapshotReader } from "../../src/embedded/snapshot-reader.ts";
import { handleEvent } from "../../src/guardrail/handle/handle-event.ts";
import { recordSnapshot } from "../../src/guardrail/state/projection-record.ts";
import {
  account,
  home,
  inOrder,
  options,
  outcomeOf,
  recordedAt,
  sampleHistory,
} from "../support/history.ts";
import { unnamedFindings } from "../support/told-findings.ts";
import { runs } from "./runs.ts";

const clock = makeFixedClock(recordedAt);

/** What deliveries come to: each a batch of events that are handled at a time. */
async function deliver(batches: readonly (readonly unknown[])[]) {
  const store = makeMemoryStore();
  await recordSnapshot(store, account, recordedAt);
  const notifier = makeMemoryNotifier();
  const reader = makeSnapshotReader(() => account);
  for (const batch of batches) {
    const state = makeRecordedState(store, reader, home, clock);
    await Promise.all(
      batch.map((record) => handleEvent(record, { state, notifier, clock }, options)),
    );
  }
  return { ...(await outcomeOf(store)), published: notifier.findings() };
}

/** A history, shuffled and in part delivered twice, cut into batches. */
const deliveries = fc.subarray(sampleHistory, { minLength: 2, maxLength: 8 }).chain((history) =>
  fc.record({
    history: fc.constant(history),
    arrivals: fc
      .tuple(fc.shuffledSubarray(history, { minLength: history.length }), fc.subarray(history))
      .map(([all, again]) => [...all, ...again]),
    width: fc.integer({ min: 1, max: 4 }),
  }),
);

const batchesOf = <T>(items: readonly T[], width: number): readonly (readonly T[])[] =>
  items.length === 0 ? [] : [items.slice(0, width), ...batchesOf(items.slice(width), width)];

describe("events in any order, twice, and at a time", () => {
  it(`come to the state and the findings of the history (${runs.told})`, async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async ({ history, arrivals, width }) => {
        const expected = inOrder(history.map(({ record }) => record));
        const batches = batchesOf(
          arrivals.map(({ record }) => record),
          width,
        );
        const { published, ...outcome } = await deliver(batches);
        expect(outcome).toEqual(expected);
        const told = new Set(published.map(({ findingId }) => findingId));
        for (const findingId of Object.values(expected.findings)) expect(told).toContain(findingId);
        expect(unnamedFindings(published, expected.findings)).toEqual([]);
      }),
      runs.of(10),
    );
  });
});
