import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isUnreadable, type Snapshot } from "../../src/account/snapshot.ts";
import { makeRecordedState } from "../../src/aws/recorded-state.ts";
import { orderEvents } from "../../src/cloudtrail/order-events.ts";
import { parseRecord } from "../../src/cloudtrail/parse-record.ts";
import { readEventText } from "../../src/cloudtrail/read-event-text.ts";
import { makeFixedClock } from "../../src/embedded/fixed-clock.ts";
import { makeMemoryNotifier } from "../../src/embedded/memory-notifier.ts";
import { makeMemoryStore } from "../../src/embedded/memory-store.ts";
import { makeSnapshotReader } from "../../src/embedded/snapshot-reader.ts";
import { DEFAULT_CONFIG } from "../../src/guardrail/config.ts";
import { handleEvent } from "../../src/guardrail/handle-event.ts";
import { judgeRecord } from "../../src/guardrail/judge-record.ts";
import { observedAccount, placeEvents, projectEvents } from "../../src/guardrail/projection.ts";
import { recordSnapshot } from "../../src/guardrail/projection-record.ts";
import { createCompiler } from "../../src/kms/compiler.ts";
import { readSampleAccount, readSamples } from "../support/samples.ts";
import { runs } from "./runs.ts";

const account = readSampleAccount();
const home = { account: account.account, region: account.region };
const options = { config: DEFAULT_CONFIG, compiler: createCompiler() };
/** When the account was recorded: what is read of it again later would be ahead of the history. */
const observedAt = "2020-01-01T00:00:00.000Z";
const clock = makeFixedClock(observedAt);

/** Records of every kind that act on the sample account, as one history in their own order. */
const records = orderEvents(
  readSamples()
    .flatMap(({ file }) => readEventText(readFileSync(`events/${file}`, "utf8"), file).records)
    .flatMap(({ record }) => {
      const parsed = parseRecord(record);
      if (parsed.outcome !== "change") return [];
      const { event } = parsed;
      const isHere =
        event.recipientAccountId === home.account &&
        (event.awsRegion === home.region || event.eventSource === "iam.amazonaws.com");
      return isHere ? [{ event, record }] : [];
    }),
);

interface Outcome {
  readonly account: Snapshot;
  readonly findings: Readonly<Record<string, string>>;
}

const sorted = <T>(items: readonly T[], nameOf: (item: T) => string): readonly T[] =>
  items.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));

/** Lists in one order: that of the state is not the history's. */
const byName = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  vpcEndpoints: isUnreadable(snapshot.vpcEndpoints)
    ? snapshot.vpcEndpoints
    : sorted(snapshot.vpcEndpoints ?? [], ({ VpcEndpointId }) => VpcEndpointId),
  keys: isUnreadable(snapshot.keys)
    ? snapshot.keys
    : sorted(snapshot.keys, ({ metadata }) => metadata.Arn),
});

/** What the history comes to when each event is judged in its turn. */
function inOrder(history: readonly unknown[]): Outcome {
  const { capturedAt: _, ...start } = account;
  let snapshots: readonly Snapshot[] = [byName(start)];
  const findings: Record<string, string> = {};
  for (const record of history) {
    const judged = judgeRecord(snapshots, record, options);
    if (!("snapshots" in judged)) continue;
    snapshots = judged.snapshots.filter(({ region }) => region === home.region);
    if (judged.outcome === "finding") findings[judged.event.eventId] = judged.finding.findingId;
  }
  return { account: byName(snapshots[0] ?? account), findings };
}

/** What deliveries come to: each a batch of events that are handled at a time. */
async function deliver(batches: readonly (readonly unknown[])[]) {
  const store = makeMemoryStore();
  await recordSnapshot(store, account, observedAt);
  const notifier = makeMemoryNotifier();
  const reader = makeSnapshotReader(() => account);
  for (const batch of batches) {
    const state = makeRecordedState(store, reader, home, clock);
    await Promise.all(
      batch.map((record) => handleEvent(record, { state, notifier, clock }, options)),
    );
  }
  const stored = await store.load();
  const findings = Object.fromEntries(
    (await store.findings()).map(({ event, findingId }) => [event?.eventId, findingId]),
  );
  const state = projectEvents(observedAccount(stored, home), placeEvents(stored.events), stored);
  return { account: byName(state), findings, published: notifier.findings() };
}

/** A history, shuffled and in part delivered twice, cut into batches. */
const deliveries = fc.subarray(records, { minLength: 2, maxLength: 8 }).chain((history) =>
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
      }),
      runs.of(10),
    );
  });
});
