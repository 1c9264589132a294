import { describe, expect, it } from "vitest";
import type { SnapshotKey } from "../../src/account/snapshot.ts";
import { handleLook } from "../../src/guardrail/handle/handle-look.ts";
import { handleSweep } from "../../src/guardrail/sweep/handle-sweep.ts";
import { startSweep } from "../../src/guardrail/sweep/start-sweep.ts";
import type { SweepPorts } from "../../src/guardrail/sweep/sweep-ports.ts";
import { killedAt, untilDone, type When } from "../support/killed-at.ts";
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

/** A baseline, a change that no event tells, and a sweep that finds it; one call of all kills. */
async function run(nth: number, when: When) {
  const guard = reconciling(account);
  const killed = killedAt(guard.ports, nth, when);
  const attempt = (work: (ports: SweepPorts) => Promise<unknown>): Promise<void> =>
    untilDone(killed.ports, guard.ports, work);
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
    calls: killed.calls(),
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
    expect(calls.length).toBeGreaterThan(30);
    expect([...new Set(calls)].sort()).toEqual([
      ...["lister.listKeys", "looks.send", "notifier.publish"],
      ...["reader.readAuthorizationDetails", "reader.readEndpoints", "reader.readKey"],
      ...["store.commit", "store.isStale", "store.load", "sweeps.send"],
    ]);
    for (const when of ["before", "after"] as const) {
      for (let nth = 1; nth <= calls.length; nth++) {
        const { calls: _, ...outcome } = await run(nth, when);
        expect(outcome, `killed ${when} call ${nth}, ${calls[nth - 1]}`).toEqual(whole);
      }
    }
  }, 300_000);
});
