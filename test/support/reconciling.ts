import type { Snapshot } from "../../src/account/snapshot.ts";
import { makeMemoryNotifier } from "../../src/embedded/memory-notifier.ts";
import { makeMemoryQueue } from "../../src/embedded/memory-queue.ts";
import { makeMemoryStore } from "../../src/embedded/memory-store.ts";
import { makeSnapshotLister } from "../../src/embedded/snapshot-lister.ts";
import { makeSnapshotReader } from "../../src/embedded/snapshot-reader.ts";
import { DEFAULT_CONFIG } from "../../src/guardrail/config/config.ts";
import { handleLook } from "../../src/guardrail/handle/handle-look.ts";
import type { LookMessage } from "../../src/guardrail/handle/look.ts";
import type { JudgeOptions } from "../../src/guardrail/judge/judge-record.ts";
import type { StateStore } from "../../src/guardrail/ports.ts";
import {
  observedAccount,
  placeEvents,
  projectEvents,
} from "../../src/guardrail/state/projection.ts";
import type { SweepMessage } from "../../src/guardrail/state/sweep-state.ts";
import { handleSweep } from "../../src/guardrail/sweep/handle-sweep.ts";
import { startSweep } from "../../src/guardrail/sweep/start-sweep.ts";
import type { SweepPorts } from "../../src/guardrail/sweep/sweep-ports.ts";
import { createCompiler } from "../../src/kms/compiler.ts";

export const options = { config: DEFAULT_CONFIG, compiler: createCompiler() };

/** A guardrail over an account that a test changes behind its back, and a clock that a test moves on. */
export function reconciling(
  initial: Snapshot,
  store: StateStore = makeMemoryStore(),
  judging: JudgeOptions = options,
) {
  let live = initial;
  let now = Date.parse("2026-11-30T00:00:00.000Z");
  const home = { account: initial.account, region: initial.region };
  const notifier = makeMemoryNotifier();
  const looks = makeMemoryQueue<LookMessage>();
  const sweeps = makeMemoryQueue<SweepMessage>();
  const ports: SweepPorts = {
    ...{ home, store, notifier, looks, sweeps },
    clock: { now: () => new Date(now) },
    reader: makeSnapshotReader(() => live),
    lister: makeSnapshotLister(() => live, 2),
    readers: `arn:aws:iam::${home.account}:role/kms-guardrail-*`,
  };
  return {
    ports,
    notifier,
    queues: { looks, sweeps },
    wait: (minutes: number) => {
      now += minutes * 60_000;
    },
    change: (edit: (account: Snapshot) => Snapshot) => {
      live = edit(live);
    },
    live: () => live,
    state: async () => {
      const stored = await store.load();
      return projectEvents(observedAccount(stored, home), placeEvents(stored.events), stored);
    },
    start: () => startSweep(ports),
    /** Handles what waits in the queues and what that asks for, until nothing waits; looks when they are due. */
    drain: async (withLooks = true) => {
      for (let handled = 1; handled > 0; ) {
        const pages = sweeps.take();
        for (const { message } of pages) await handleSweep(message, ports, judging);
        const due = withLooks ? looks.take() : [];
        now += Math.max(0, ...due.map((one) => one.delaySeconds)) * 1000;
        for (const { message } of due) await handleLook(message, ports, judging);
        handled = pages.length + due.length;
      }
    },
  };
}
