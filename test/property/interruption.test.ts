import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { makeRecordedState } from "../../src/aws/state/recorded-state.ts";
import { makeBodyStore } from "../../src/aws/store/body-store.ts";
import { makeDynamoStore } from "../../src/aws/store/dynamo-store.ts";
import { readEventText } from "../../src/cloudtrail/unwrap/read-event-text.ts";
import { makeFixedClock } from "../../src/embedded/fixed-clock.ts";
import { makeMemoryNotifier } from "../../src/embedded/memory-notifier.ts";
import { makeMemoryQueue } from "../../src/embedded/memory-queue.ts";
import { makeMemoryStore } from "../../src/embedded/memory-store.ts";
import { makeSnapshotReader } from "../../src/embedded/snapshot-reader.ts";
import { DEFAULT_CONFIG } from "../../src/guardrail/config/config.ts";
import { handleEvent } from "../../src/guardrail/handle/handle-event.ts";
import type { LookMessage } from "../../src/guardrail/handle/look.ts";
import type { StateStore } from "../../src/guardrail/ports.ts";
import { recordSnapshot } from "../../src/guardrail/state/projection-record.ts";
import { createCompiler } from "../../src/kms/compiler.ts";
import { makeFakeTable } from "../contract/fake-dynamo.ts";
import { killedAt, untilDone, type When } from "../support/killed-at.ts";
import { readSampleAccount } from "../support/samples.ts";

const account = readSampleAccount();
const home = { account: account.account, region: account.region };
const options = { config: DEFAULT_CONFIG, compiler: createCompiler() };
const observedAt = "2020-01-01T00:00:00.000Z";
const clock = makeFixedClock(observedAt);
const recordsOf = (file: string): readonly unknown[] =>
  readEventText(readFileSync(`events/${file}`, "utf8"), file).records.map(({ record }) => record);
/** The record of a sample with what a test wants different. */
const tagging = (eventID: string, eventTime: string): unknown => ({
  ...(recordsOf("TagResource.json")[0] as object),
  eventID,
  eventTime,
});
const records = [
  ...["PutKeyPolicy-wildcard.json", "AttachRolePolicy.json", "ModifyVpcEndpoint-s3.json"].flatMap(
    recordsOf,
  ),
  tagging("11111111-2222-4333-8444-000000000001", "2026-11-29T00:01:00Z"),
  // Arrives late, and leaves nothing of the one before.
  tagging("11111111-2222-4333-8444-000000000002", "2026-11-29T00:00:00Z"),
];

/** What the function was told of the account before; nothing: it has to read all of it. */
type Known = "recorded" | "unrecorded";

async function run(store: StateStore, known: Known, nth: number, when: When) {
  if (known === "recorded") await recordSnapshot(store, account, observedAt);
  const notifier = makeMemoryNotifier();
  const looks = makeMemoryQueue<LookMessage>();
  const reader = makeSnapshotReader(() => account);
  const ports = { store, reader, notifier, looks: { send: looks.send } };
  const killed = killedAt(ports, nth, when);
  for (const record of records) {
    await untilDone(killed.ports, ports, (by) => {
      const state = makeRecordedState(by.store, by.reader, home, clock);
      return handleEvent(record, { ...by, state, clock }, options);
    });
  }
  const { revision: _, ...state } = await store.load();
  const byId = (a: { findingId: string }, b: { findingId: string }) =>
    a.findingId < b.findingId ? -1 : 1;
  const told = notifier.findings().map(({ findingId, title }) => `${findingId} ${title}`);
  return {
    calls: killed.calls(),
    state,
    findings: (await store.findings()).toSorted(byId).map(({ findingId }) => findingId),
    told: [...new Set(told)],
    looks: [...new Set(looks.take().map((look) => JSON.stringify(look)))],
  };
}

const makeTable = (): StateStore => {
  const { client, s3 } = makeFakeTable();
  return makeDynamoStore(client, "state", home, makeBodyStore(s3, "bodies"));
};

const variants = [
  { name: "memory", known: "unrecorded", make: makeMemoryStore },
  { name: "DynamoDB", known: "recorded", make: makeTable },
] as const;

describe.each(variants)(
  "a function over $name that is killed and tried again, the account $known",
  ({ known, make }) => {
    it("ends as one that was not: state, findings, what was told, and looks", async () => {
      const { calls, ...whole } = await run(make(), known, 0, "before");
      expect(whole.told.length).toBeGreaterThan(3);
      expect(whole.told.filter((one) => one.includes(" taken back: "))).toHaveLength(1);
      expect([...new Set(calls)].sort()).toEqual([
        "looks.send",
        "notifier.publish",
        ...(known === "recorded" ? [] : ["reader.readAuthorizationDetails"]),
        "reader.readEndpoints",
        "reader.readKey",
        ...["store.commit", "store.findingOf", "store.isStale", "store.load"],
      ]);
      for (const when of ["before", "after"] as const) {
        for (let nth = 1; nth <= calls.length; nth++) {
          const { calls: _, ...outcome } = await run(make(), known, nth, when);
          expect(outcome, `killed ${when} call ${nth}, ${calls[nth - 1]}`).toEqual(whole);
        }
      }
    }, 60_000);
  },
);
