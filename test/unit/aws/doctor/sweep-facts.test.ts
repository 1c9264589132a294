import { describe, expect, it } from "vitest";
import { makeSweepReader } from "../../../../src/aws/doctor/sweep-facts.ts";
import { makeBodyStore } from "../../../../src/aws/store/body-store.ts";
import { makeDynamoStore } from "../../../../src/aws/store/dynamo-store.ts";
import { makeMemoryQueue } from "../../../../src/embedded/memory-queue.ts";
import { newSweep } from "../../../../src/guardrail/state/sweep-state.ts";
import { startSweep } from "../../../../src/guardrail/sweep/start-sweep.ts";
import { makeFakeTable } from "../../../contract/fake-dynamo.ts";

const home = { account: "111122223333", region: "us-west-2" };
const day = 24 * 60 * 60_000;
const began = Date.parse("2026-11-20T00:00:00.000Z");

describe("what the table tells of sweeps", () => {
  it("is nothing before the first, then when the last ended, however often one is begun again", async () => {
    const { client, s3 } = makeFakeTable();
    const store = makeDynamoStore(client, "state", home, makeBodyStore(s3, "bodies"));
    const read = makeSweepReader(client, "state", home);
    expect(await read()).toBeNull();
    let now = began;
    const ports = {
      ...{ store, clock: { now: () => new Date(now) } },
      ...{ looks: makeMemoryQueue(), sweeps: makeMemoryQueue() },
    };
    const time = () => new Date(now).toISOString();
    expect(await startSweep(ports)).toBe("started");
    expect(await read()).toEqual({ startedAt: time(), endedAt: null, lastEndedAt: null });
    const endedAt = time();
    const { revision } = await store.load();
    const sweep = { ...newSweep(null, "sweep-1", time()), endedAt };
    expect(await store.commit(revision, { sweep })).toBe("saved");
    expect(await read()).toEqual({ startedAt: time(), endedAt, lastEndedAt: null });
    for (let started = 0; started < 3; started++) {
      now += day + 1;
      expect(await startSweep(ports)).toBe("started");
      expect(await read()).toEqual({ startedAt: time(), endedAt: null, lastEndedAt: endedAt });
    }
  });
});
