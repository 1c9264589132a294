import { readFileSync } from "node:fs";
import type { Context } from "aws-lambda";
import { describe, expect, it, vi } from "vitest";
import { makeEventHandler, onFirstEvent } from "../../../../src/aws/functions/event-handler.ts";
import { makeFixedClock } from "../../../../src/embedded/fixed-clock.ts";
import { makeMemoryNotifier } from "../../../../src/embedded/memory-notifier.ts";
import { makeMemoryState } from "../../../../src/embedded/memory-state.ts";
import { readSampleAccount } from "../../../support/samples.ts";
import { makeQuietTelemetry } from "../quiet-telemetry.ts";

const account = readSampleAccount();
const context = { functionName: "kms-key", awsRequestId: "r1" } as Context;
const event = (file: string): unknown => JSON.parse(readFileSync(`events/${file}`, "utf8"));

function set() {
  const notifier = makeMemoryNotifier();
  const clock = makeFixedClock("2026-11-30T00:00:00Z");
  const telemetry = makeQuietTelemetry();
  const info = vi.spyOn(telemetry.logger, "info");
  const error = vi.spyOn(telemetry.logger, "error");
  const metric = vi.spyOn(telemetry.metrics, "addMetric");
  const state = makeMemoryState([account]);
  const handler = makeEventHandler({ state, notifier, clock }, telemetry);
  const counted = () =>
    Object.fromEntries(metric.mock.calls.map(([name, , value]) => [name, value]));
  return { handler, notifier, info, error, counted };
}

describe("a handler", () => {
  it("answers and logs what became of an event, and none of the account's policies", async () => {
    const { handler, notifier, info, counted } = set();
    const report = await handler(event("TagResource.json"), context);
    const [finding] = notifier.findings();
    expect(report).toEqual({
      outcome: "finding",
      eventId: finding?.event?.eventId,
      eventName: "TagResource",
      reason: null,
      attempt: null,
      findings: [
        { findingId: finding?.findingId, kind: finding?.kind, severity: finding?.severity },
      ],
      accessChanges: finding?.accessChanges.length,
      secondsToFinding: expect.any(Number),
    });
    expect(info.mock.calls).toEqual([["event judged", { report }]]);
    expect(counted()).toEqual({
      EventsJudged: 1,
      FindingsPublished: 1,
      SecondsToFinding: report.secondsToFinding,
    });
    expect(JSON.stringify(report)).not.toContain("Statement");
  });

  it.each([
    ["TagResource-same-value.json", { outcome: "silent", eventName: "TagResource", reason: null }],
    ["Decrypt.json", { outcome: "passed-over", reason: expect.stringContaining("Decrypt") }],
  ])("counts an event that is no finding: %s", async (file, expected) => {
    const { handler, counted } = set();
    expect(await handler(event(file), context)).toMatchObject({ ...expected, findings: [] });
    expect(counted()).toEqual({ EventsJudged: 1, FindingsPublished: 0 });
  });

  it("logs and counts who made a call that failed", async () => {
    const { handler, counted } = set();
    expect(await handler(event("TagResource-failed.json"), context)).toMatchObject({
      outcome: "failed-call",
      eventName: "TagResource",
      reason: "AccessDenied",
      attempt: { caller: expect.stringMatching(/^arn:aws:/), sourceIPAddress: expect.any(String) },
      findings: [],
    });
    expect(counted()).toEqual({ EventsJudged: 1, FindingsPublished: 0, FailedCalls: 1 });
  });

  it("fails on an event that it does not understand, so that it is kept with the reason", async () => {
    const { handler, error, counted } = set();
    await expect(handler(event("TagResource-not-understood.json"), context)).rejects.toMatchObject({
      name: "RefusedEventError",
      code: expect.stringMatching(/^E_RECORD_/),
      message: expect.stringMatching(/^E_RECORD_\w+: `TagResource`: /),
    });
    expect(error).toHaveBeenCalledOnce();
    expect(counted()).toEqual({ EventsNotHandled: 1 });
  });
});

describe("the handler of a deployed function", () => {
  it("is made once, with its first event", async () => {
    const made = vi.fn(() => set().handler);
    const handler = onFirstEvent(made);
    expect(made).not.toHaveBeenCalled();
    await handler(event("Decrypt.json"), context);
    await handler(event("Decrypt.json"), context);
    expect(made).toHaveBeenCalledOnce();
  });
});
