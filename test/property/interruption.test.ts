import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { makeRecordedState } from "../../src/aws/recorded-state.ts";
import { makeBodyStore } from "../../src/aws/store/body-store.ts";
import { makeDynamoStore } from "../../src/aws/store/dynamo-store.ts";
import { readEventText } from "../../src/cloudtrail/read-event-text.ts";
import { makeFixedClock } from "../../src/embedded/fixed-clock.ts";
import { makeMemoryNotifier } from "../../src/embedded/memory-notifier.ts";
import { makeMemoryStore } from "../../src/embedded/memory-store.ts";
import { makeSnapshotReader } from "../../src/embedded/snapshot-reader.ts";
import { DEFAULT_CONFIG } from "../../src/guardrail/config/config.ts";
import { handleEvent } from "../../src/guardrail/handle/handle-event.ts";
import type { LiveReader, Notifier, StateStore } from "../../src/guardrail/ports.ts";
import { recordSnapshot } from "../../src/guardrail/state/projection-record.ts";
import { createCompiler } from "../../src/kms/compiler.ts";
import { makeFakeTable } from "../contract/fake-dynamo.ts";
import { readSampleAccount } from "../support/samples.ts";

const account = readSampleAccount();
const home = { account: account.account, region: account.region };
const options = { config: DEFAULT_CONFIG, compiler: createCompiler() };
const observedAt = "2020-01-01T00:00:00.000Z";
const clock = makeFixedClock(observedAt);
const recordsOf = (file: string): readonly unknown[] =>
  readEventText(readFileSync(`events/${file}`, "utf8"), file).records.map(({ record }) => record);
const records = ["PutKeyPolicy-wildcard.json", "TagResource.json", "AttachRolePolicy.json"].flatMap(
  recordsOf,
);

interface Ports {
  readonly store: StateStore;
  readonly reader: LiveReader;
  readonly notifier: Notifier;
}

/** The ports, of which the nth call from the start kills the function: before it took effect or after. */
function killedAt(
  ports: Ports,
  nth: number,
  when: "before" | "after",
): Ports & { readonly calls: () => number } {
  let calls = 0;
  const killing =
    <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      calls += 1;
      const isLast = calls === nth;
      if (isLast && when === "before") throw new Error("killed");
      const result = await call(...args);
      if (isLast) throw new Error("killed");
      return result;
    };
  const { store, reader, notifier } = ports;
  return {
    calls: () => calls,
    store: { ...store, load: killing(store.load), commit: killing(store.commit) },
    reader: { ...reader, readKey: killing(reader.readKey) },
    notifier: { publish: killing(notifier.publish) },
  };
}

async function run(store: StateStore, nth: number, when: "before" | "after") {
  await recordSnapshot(store, account, observedAt);
  const notifier = makeMemoryNotifier();
  const ports: Ports = { store, notifier, reader: makeSnapshotReader(() => account) };
  const killed = killedAt(ports, nth, when);
  for (const record of records) {
    for (const attempt of [killed, ports]) {
      const state = makeRecordedState(attempt.store, attempt.reader, home, clock);
      try {
        await handleEvent(record, { state, notifier: attempt.notifier, clock }, options);
        break;
      } catch (error) {
        expect(error).toMatchObject({ message: "killed" });
      }
    }
  }
  const { revision: _, ...state } = await store.load();
  const byId = (a: { findingId: string }, b: { findingId: string }) =>
    a.findingId < b.findingId ? -1 : 1;
  return {
    calls: killed.calls(),
    state,
    findings: (await store.findings()).toSorted(byId).map(({ findingId }) => findingId),
    told: [...new Set(notifier.findings().map(({ findingId }) => findingId))],
  };
}

const stores: Readonly<Record<string, () => StateStore>> = {
  memory: makeMemoryStore,
  DynamoDB: () => {
    const { client, s3 } = makeFakeTable();
    return makeDynamoStore(client, "state", home, makeBodyStore(s3, "bodies"));
  },
};

describe.each(Object.entries(stores))(
  "a function over %s that is killed and tried again",
  (_, make) => {
    it("ends as one that was not: state, findings, and what was told", async () => {
      const whole = await run(make(), 0, "before");
      expect(whole.told.length).toBeGreaterThan(1);
      expect(whole.calls).toBeGreaterThanOrEqual(8);
      for (const when of ["before", "after"] as const) {
        for (let nth = 1; nth <= whole.calls; nth++) {
          const { calls: _calls, ...outcome } = await run(make(), nth, when);
          const { state, findings, told } = whole;
          expect(outcome).toEqual({ state, findings, told });
        }
      }
    });
  },
);
