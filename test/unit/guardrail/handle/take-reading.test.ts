import { describe, expect, it } from "vitest";
import { isUnreadable, type Snapshot, type SnapshotKey } from "../../../../src/account/snapshot.ts";
import { makeMemoryStore } from "../../../../src/embedded/memory-store.ts";
import { isClosed } from "../../../../src/guardrail/finding/close-finding.ts";
import { handleLook } from "../../../../src/guardrail/handle/handle-look.ts";
import { firstLook } from "../../../../src/guardrail/handle/look.ts";
import type { StateStore } from "../../../../src/guardrail/ports.ts";
import { recordSnapshot } from "../../../../src/guardrail/state/projection-record.ts";
import { options, reconciling } from "../../../support/reconciling.ts";
import { readSampleAccount } from "../../../support/samples.ts";

const account = readSampleAccount();
const [key] = account.keys as readonly [SnapshotKey];
const opened: SnapshotKey = {
  ...key,
  policy: {
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" },
  },
};
const open = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  keys: isUnreadable(snapshot.keys) ? snapshot.keys : [opened, ...snapshot.keys.slice(1)],
});

/** The second look at a key that somebody opened; `store` is what its function sees of the state. */
async function secondLook(seenBy: (store: StateStore) => Partial<StateStore>) {
  const store = makeMemoryStore();
  await recordSnapshot(store, account, "2026-11-29T00:00:00.000Z");
  const { ports, notifier, queues, change, wait } = reconciling(account, store);
  change(open);
  const look = firstLook({ kind: "key", keyArn: key.metadata.Arn });
  await handleLook(look, ports, options);
  wait(15);
  const [again] = queues.looks.take();
  if (again === undefined) throw new Error("it is looked at again");
  const mine = { ...store, ...seenBy(store) };
  await handleLook(again.message, { ...ports, store: mine }, options);
  return notifier.findings();
}

/** Somebody else records the key as it is now. */
const recordOpened = async (store: StateStore) => {
  const { revision } = await store.load();
  await store.commit(revision, {
    keys: [{ value: opened, observedAt: "2026-11-30T00:10:00.000Z" }],
  });
};

describe("a drift while the state moves", () => {
  it("is told once, with one id, however often it is judged anew", async () => {
    let commits = 0;
    const told = await secondLook((store) => ({
      commit: async (...about) => {
        commits += 1;
        return commits < 3 ? "stale" : store.commit(...about);
      },
    }));
    expect(commits).toBe(3);
    expect(told).toMatchObject([{ kind: "drift", event: null }]);
  });

  it("is taken back where it was told and comes to nothing", async () => {
    const told = await secondLook((store) => ({
      isStale: async () => false,
      commit: async (...about) => {
        await recordOpened(store);
        return store.commit(...about);
      },
    }));
    expect(told.map(isClosed)).toEqual([false, true]);
    expect(told[1]?.findingId).toBe(told[0]?.findingId);
    expect(told[1]?.notes.at(-1)).toMatchObject({ code: "retracted" });
  });

  it("is not told on a state that moved already", async () => {
    let isRecorded = false;
    const told = await secondLook((store) => ({
      isStale: async (...about) => {
        if (!isRecorded) await recordOpened(store);
        isRecorded = true;
        return store.isStale(...about);
      },
    }));
    expect(isRecorded).toBe(true);
    expect(told).toEqual([]);
  });
});
