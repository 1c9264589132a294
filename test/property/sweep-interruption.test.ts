import { describe, expect, it } from "vitest";
import type { SnapshotKey } from "../../src/account/snapshot.ts";
import { handleLook } from "../../src/guardrail/handle/handle-look.ts";
import { handleSweep } from "../../src/guardrail/sweep/handle-sweep.ts";
import { startSweep } from "../../src/guardrail/sweep/start-sweep.ts";
import type { SweepPorts } from "../../src/guardrail/sweep/sweep-ports.ts";
import { options, reconciling } from "../support/reconciling.ts";
import { readSampleAccount } from "../support/samples.ts";

const sample = readSampleAccount();
const keys = (sample.keys as readonly SnapshotKey[]).slice(0, 3);
const account = { ...sample, keys };
const [opened] = keys;
if (opened === undefined) throw new Error("the sample account has keys");
const open = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" }],
};

/** Ports of which the nth call kills the function: before it took effect or after. */
function killedAt(ports: SweepPorts, nth: number, when: "before" | "after") {
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
  const { store, reader, notifier, lister, looks, sweeps } = ports;
  const killed: SweepPorts = {
    ...ports,
    store: { ...store, load: killing(store.load), commit: killing(store.commit) },
    reader: { ...reader, readKey: killing(reader.readKey) },
    notifier: { publish: killing(notifier.publish) },
    lister: { listKeys: killing(lister.listKeys) },
    looks: { send: killing(looks.send) },
    sweeps: { send: killing(sweeps.send) },
  };
  return { killed, calls: () => calls };
}

/** A baseline, a change that no event tells, and a sweep that finds it; one call of all kills. */
async function run(nth: number, when: "before" | "after") {
  const guard = reconciling(account);
  const { killed, calls } = killedAt(guard.ports, nth, when);
  const attempt = async (work: (ports: SweepPorts) => Promise<unknown>): Promise<void> => {
    try {
      await work(killed);
    } catch (error) {
      expect(error).toMatchObject({ message: "killed" });
      await work(guard.ports);
    }
  };
  const drain = async (): Promise<void> => {
    for (let handled = 1; handled > 0; ) {
      const pages = guard.queues.sweeps.take();
      for (const { message } of pages) {
        await attempt((ports) => handleSweep(message, ports, options));
      }
      const due = guard.queues.looks.take();
      if (due.length > 0) guard.wait(15);
      for (const { message } of due) {
        await attempt((ports) => handleLook(message, ports, options));
      }
      handled = pages.length + due.length;
    }
  };
  for (const isChanged of [false, true]) {
    if (isChanged) {
      guard.change((live) => ({
        ...live,
        keys: [{ ...opened, policy: open } as SnapshotKey, ...keys.slice(1)],
      }));
      guard.wait(7 * 60);
    }
    await attempt(startSweep);
    await drain();
    // Killed between the commit and the message, a sweep stands still until it is asked for again.
    guard.wait(20);
    await startSweep(guard.ports);
    await drain();
  }
  const stored = await guard.ports.store.load();
  const told = [...new Map(guard.notifier.findings().map((one) => [one.kind, one])).values()];
  return {
    calls: calls(),
    isComplete: stored.isComplete,
    keys: stored.keys.map(({ value }) => value.metadata.Arn),
    known: (await guard.state()).keys,
    told: told.map(({ kind, resource, attributeChanges }) => ({
      kind,
      resource,
      attributeChanges,
    })),
    kept: (await guard.ports.store.findings()).length,
  };
}

describe("a sweep that is killed and tried again", () => {
  it("ends as one that was not, whichever call it was killed at", async () => {
    const { calls, ...whole } = await run(0, "before");
    expect(whole.told.map(({ kind }) => kind)).toEqual(["access", "drift"]);
    expect(calls).toBeGreaterThan(30);
    for (const when of ["before", "after"] as const) {
      for (let nth = 1; nth <= calls; nth++) {
        const { calls: _, ...outcome } = await run(nth, when);
        expect(outcome, `killed ${when} call ${nth}`).toEqual(whole);
      }
    }
  }, 300_000);
});
