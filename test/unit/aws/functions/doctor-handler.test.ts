import type { Context } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { makeHandler } from "../../../../handlers/doctor.ts";
import { makeMemoryNotifier } from "../../../../src/embedded/memory-notifier.ts";
import { makeMemoryRecords } from "../../../../src/embedded/memory-records.ts";
import type { Notifier } from "../../../../src/guardrail/ports.ts";
import { newCanary } from "../../../../src/guardrail/watch/canary.ts";
import type { DoctorFacts } from "../../../../src/guardrail/watch/doctor.ts";
import { makeQuietTelemetry } from "../quiet-telemetry.ts";

const context = { functionName: "doctor", awsRequestId: "r1" } as Context;
const now = "2026-11-22T10:00:00.000Z";
const stackArn = "arn:aws:cloudformation:us-west-2:111122223333:stack/kms-guardrail-prod/1";
const refused = { unreadable: "AccessDeniedException" };
const healthy: DoctorFacts = {
  trails: [
    {
      ...{ name: "t", isLogging: true, coversRegion: true },
      selectors: { hasManagementEvents: true, excludesKms: false },
    },
  ],
  rules: [{ name: "r", isEnabled: true, targets: 1 }],
  deadLetters: 0,
  canary: { ...newCanary, lastFlipAt: now, arrived: { flippedAt: now, seconds: 60 } },
};

function makeDoctor() {
  const notifier = makeMemoryNotifier();
  const records = makeMemoryRecords();
  const run = (facts: Partial<DoctorFacts>, faulty: Partial<Notifier & typeof records> = {}) =>
    makeHandler(
      {
        stackArn,
        readFacts: async () => ({ ...healthy, ...facts }),
        records: { ...records, ...faulty },
        notifier: { ...notifier, ...faulty },
        clock: { now: () => new Date(now) },
      },
      makeQuietTelemetry(),
    )({}, context);
  return { run, ids: () => notifier.findings().map(({ findingId }) => findingId) };
}

describe("the scheduled doctor", () => {
  it("is silent where all is in order", async () => {
    const { run, ids } = makeDoctor();
    expect(await run({})).toEqual({
      checks: {
        trail: "passed",
        "kms-events": "passed",
        rules: "passed",
        "dead-letters": "passed",
        canary: "passed",
      },
      findings: [],
    });
    expect(ids()).toEqual([]);
  });

  it("tells trouble once, and that it is gone", async () => {
    const { run, ids } = makeDoctor();
    const { checks, findings } = await run({ trails: refused, deadLetters: 2 });
    expect(checks).toMatchObject({ trail: "unknown", "dead-letters": "failed" });
    expect(findings).toHaveLength(3);
    expect((await run({ trails: refused, deadLetters: 2 })).findings).toEqual([]);
    expect((await run({})).findings).toEqual(findings);
    expect(ids()).toEqual([...findings, ...findings]);
  });

  it("tells again by the same ids what it could not keep, or not tell whole", async () => {
    const { run, ids } = makeDoctor();
    const faulty = { write: () => Promise.reject(new Error("throttled")) };
    await expect(run({ deadLetters: 2 }, faulty)).rejects.toThrow("throttled");
    const mute = { publish: () => Promise.reject(new Error("throttled")) };
    await expect(run({ deadLetters: 2 }, mute)).rejects.toThrow("throttled");
    await run({ deadLetters: 2 });
    const [first, second, ...others] = ids();
    expect(first).toBeDefined();
    expect(second).toBe(first);
    expect(others).toEqual([]);
  });
});
