import type { Context } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { makeCanaryHandler } from "../../src/aws/functions/canary-handler.ts";
import { makeDoctorHandler } from "../../src/aws/functions/doctor-handler.ts";
import { makeMemoryNotifier } from "../../src/embedded/memory-notifier.ts";
import { makeMemoryRecords } from "../../src/embedded/memory-records.ts";
import {
  type CanaryRecord,
  canaryRecordName,
  newCanary,
} from "../../src/guardrail/watch/canary.ts";
import type { DoctorFacts } from "../../src/guardrail/watch/doctor.ts";
import { killedAt, untilDone, type When } from "../support/killed-at.ts";
import { makeQuietTelemetry } from "../unit/aws/quiet-telemetry.ts";

const context = { functionName: "watch", awsRequestId: "r1" } as Context;
const hour = 60 * 60_000;
const begin = Date.UTC(2026, 10, 22, 10);

const trail = {
  ...{ name: "t", isLogging: true, coversRegion: true },
  selectors: { hasManagementEvents: true, excludesKms: false },
};
const rule = { name: "r", isEnabled: true, targets: 1 };
/** What is looked at on each of some days. */
const days: readonly Partial<DoctorFacts>[] = [
  {},
  { rules: [{ ...rule, isEnabled: false }], deadLetters: 2 },
  { rules: [{ ...rule, isEnabled: false }], deadLetters: { unreadable: "AccessDenied" } },
  { rules: [], deadLetters: 0 },
  {},
];

async function examine(nth: number, when: When) {
  const notifier = makeMemoryNotifier();
  const records = makeMemoryRecords();
  let now = begin;
  let facts: Partial<DoctorFacts> = {};
  const readFacts = async (): Promise<DoctorFacts> => {
    const at = new Date(now).toISOString();
    const canary = { ...newCanary, lastFlipAt: at, arrived: { flippedAt: at, seconds: 60 } };
    return { trails: [trail], rules: [rule], deadLetters: 0, canary, ...facts };
  };
  const clock = { now: () => new Date(now) };
  const ports = { stackArn: "arn:stack", readFacts, records, notifier, clock };
  const killed = killedAt(ports, nth, when);
  for (const day of days) {
    facts = day;
    now += 24 * hour;
    await untilDone(killed.ports, ports, (by) =>
      makeDoctorHandler(by, makeQuietTelemetry())({}, context),
    );
  }
  const told = notifier.findings().map(({ findingId, title }) => `${findingId} ${title}`);
  return {
    calls: killed.calls(),
    told: [...new Set(told)],
    kept: (await records.read("DOCTOR"))?.value,
  };
}

/** Two tags that come back, one that does not, and one that does. */
async function watch(nth: number, when: When) {
  const notifier = makeMemoryNotifier();
  const records = makeMemoryRecords();
  let now = begin;
  let journal: readonly unknown[] = [];
  const flip = async (tagValue: string) => {
    const isLost = now - begin === 2 * 15 * 60_000;
    const event = { eventName: "TagResource", requestParameters: { tags: [{ tagValue }] } };
    if (!isLost) journal = [...journal, event];
    return null;
  };
  const eventsSince = async () => journal;
  const clock = { now: () => new Date(now) };
  const ports = { keyArn: "arn:key", records, notifier, clock, eventsSince, flip };
  const killed = killedAt(ports, nth, when);
  for (let run = 0; run < 15; run++) {
    now = begin + run * 5 * 60_000;
    await untilDone(killed.ports, ports, (by) =>
      makeCanaryHandler(by, makeQuietTelemetry())({}, context),
    );
  }
  const kept = await records.read<CanaryRecord>(canaryRecordName);
  // A run that is repeated at once finds the event sooner.
  const { arrived, missedSince, lastFlipAt } = kept?.value ?? newCanary;
  const known = { arrived: arrived?.flippedAt, missedSince, lastFlipAt };
  const told = notifier.findings().map(({ findingId }) => findingId);
  return { calls: killed.calls(), told: [...new Set(told)], kept: known };
}

const functions = { doctor: examine, canary: watch };
const called = {
  doctor: ["notifier.publish", "readFacts", "records.read", "records.write"],
  canary: ["eventsSince", "flip", "notifier.publish", "records.read", "records.write"],
};

describe.each(["doctor", "canary"] as const)("a %s that is killed and tried again", (name) => {
  it("ends as one that was not: what was told, and what is kept", async () => {
    const { calls, ...whole } = await functions[name](0, "before");
    expect(whole.told.length).toBeGreaterThan(0);
    expect([...new Set(calls)].sort()).toEqual(called[name]);
    for (const when of ["before", "after"] as const) {
      for (let nth = 1; nth <= calls.length; nth++) {
        const { calls: _, ...outcome } = await functions[name](nth, when);
        expect(outcome, `killed ${when} call ${nth}, ${calls[nth - 1]}`).toEqual(whole);
      }
    }
  });
});
