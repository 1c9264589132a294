// Hands a storm of events to the real handlers over the embedded adapters, at a rate and so many at a time, a part of
// them twice, and compares what they come to with the same history judged one after the other.

import type { Snapshot } from "../../src/account/snapshot.ts";
import { makeRecordedState } from "../../src/aws/state/recorded-state.ts";
import { orderEvents } from "../../src/cloudtrail/order-events.ts";
import { parseRecord } from "../../src/cloudtrail/parse-record.ts";
import { makeMemoryNotifier } from "../../src/embedded/memory-notifier.ts";
import { makeMemoryStore } from "../../src/embedded/memory-store.ts";
import { makeSnapshotReader } from "../../src/embedded/snapshot-reader.ts";
import { DEFAULT_CONFIG } from "../../src/guardrail/config/config.ts";
import { isClosed } from "../../src/guardrail/finding/close-finding.ts";
import { handleEvent } from "../../src/guardrail/handle/handle-event.ts";
import { judgeRecord } from "../../src/guardrail/judge/judge-record.ts";
import { recordSnapshot } from "../../src/guardrail/state/projection-record.ts";
import { createCompiler } from "../../src/kms/compiler.ts";
import { makeAccount } from "../account/make-account.ts";
import { peakMiB } from "../measure/cost.ts";
import { stormOf } from "./storm.ts";

const count = Number(process.argv[2] ?? 10_000);
const rate = 200;
/** As many as the stack reserves for a detector. */
const atATime = 10;
const size = { keys: 100, roles: 100 };
const from = Date.UTC(2026, 10, 3);

const account = makeAccount("usual", size);
const home = { account: account.account, region: account.region };
const records = stormOf(count, rate, from, size);

const now = { time: from };
const clock = { now: () => new Date(now.time) };
const store = makeMemoryStore();
await recordSnapshot(store, account, new Date(from).toISOString());
const notifier = makeMemoryNotifier();
const state = makeRecordedState(
  store,
  makeSnapshotReader(() => account),
  home,
  clock,
);
const ports = { state, notifier, clock };
const options = { config: DEFAULT_CONFIG, compiler: createCompiler() };

/** One in ten comes twice; neighbours overtake each other. */
const arrivals = records.flatMap((record, index) =>
  index % 10 === 0 ? [record, record] : [record],
);
for (let index = 3; index + 5 < arrivals.length; index += 7) {
  const late = arrivals[index];
  arrivals[index] = arrivals[index + 5] as object;
  arrivals[index + 5] = late as object;
}

const started = performance.now();
const cpu = process.cpuUsage();
const latencies: number[] = [];
let next = 0;
async function work(): Promise<void> {
  for (let index = next++; index < arrivals.length; index = next++) {
    const due = started + (index * 1000) / (rate * 1.1);
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    now.time = from + (performance.now() - started) + 2_000;
    await handleEvent(arrivals[index], ports, options);
    latencies.push(performance.now() - due);
  }
}
await Promise.all(Array.from({ length: atATime }, work));
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(cpu);

const ordered = orderEvents(
  records.flatMap((record) => {
    const parsed = parseRecord(record);
    return parsed.outcome === "change" ? [{ event: parsed.event, record }] : [];
  }),
);
let snapshots: readonly Snapshot[] = [account];
const expected = new Map<string, string>();
const single = { config: DEFAULT_CONFIG, compiler: createCompiler() };
for (const { record } of ordered) {
  const judged = judgeRecord(snapshots, record, single);
  if (!("snapshots" in judged)) continue;
  snapshots = judged.snapshots;
  if (judged.outcome === "finding") expected.set(judged.event.eventId, judged.finding.findingId);
}
const kept = new Map(
  (await store.findings()).map(({ event, findingId }) => [event?.eventId, findingId]),
);
const lost = [...expected].filter(([eventId, findingId]) => kept.get(eventId) !== findingId);
const extra = [...kept.keys()].filter((eventId) => !expected.has(eventId ?? ""));
const published = notifier.findings();
const takenBack = published.filter(isClosed);
const standing = published.filter((finding) => !isClosed(finding));
const double = standing.length - new Set(standing.map(({ findingId }) => findingId)).size;

latencies.sort((a, b) => a - b);
const at = (share: number): string =>
  `${(latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(0)} ms`;
const report = {
  events: count,
  deliveries: arrivals.length,
  "deliveries a second": (arrivals.length / seconds).toFixed(0),
  "CPU ms an event": ((user + system) / 1000 / arrivals.length).toFixed(2),
  "latency, half": at(0.5),
  "latency, 99 %": at(0.99),
  findings: expected.size,
  published: published.length,
  lost: lost.length,
  "told and not to be": extra.length,
  "told twice": double,
  "taken back": takenBack.length,
  "peak memory": `${peakMiB().toFixed(0)} MiB`,
};
for (const [name, value] of Object.entries(report))
  process.stdout.write(`${name.padEnd(22)}${value}\n`);
if (lost.length + extra.length + double > 0) process.exitCode = 1;
