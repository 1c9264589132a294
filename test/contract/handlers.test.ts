import { readFileSync } from "node:fs";
import type { Context } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { makeHandler as makeIamHandler } from "../../handlers/iam.ts";
import { makeHandler as makeKmsKeyHandler } from "../../handlers/kms-key.ts";
import { makeHandler as makeVpcEndpointHandler } from "../../handlers/vpc-endpoint.ts";
import type { EventHandler } from "../../src/aws/functions/event-handler.ts";
import { readEventText } from "../../src/cloudtrail/unwrap/read-event-text.ts";
import { makeFixedClock } from "../../src/embedded/fixed-clock.ts";
import { type MemoryNotifier, makeMemoryNotifier } from "../../src/embedded/memory-notifier.ts";
import { makeMemoryState } from "../../src/embedded/memory-state.ts";
import { judgeAndPlan } from "../../src/remediation/judge-and-plan.ts";
import { judgeSamples, readSampleAccount, readSamples } from "../support/samples.ts";
import { makeQuietTelemetry } from "../unit/aws/quiet-telemetry.ts";

const makers: Readonly<Record<string, typeof makeKmsKeyHandler>> = {
  "kms.amazonaws.com": makeKmsKeyHandler,
  "ec2.amazonaws.com": makeVpcEndpointHandler,
  "iam.amazonaws.com": makeIamHandler,
};
const context = { functionName: "kms-guardrail", awsRequestId: "r1" } as Context;
const account = readSampleAccount();
const judged = judgeSamples(readSamples(), judgeAndPlan);

/** The handlers of every family over one state. */
function makeHandlers(): {
  readonly handle: EventHandler;
  readonly notifier: MemoryNotifier;
  readonly state: ReturnType<typeof makeMemoryState>;
} {
  const state = makeMemoryState([account]);
  const notifier = makeMemoryNotifier();
  const ports = { state, notifier, clock: makeFixedClock("2026-11-30T00:00:00Z") };
  const telemetry = makeQuietTelemetry();
  const handle: EventHandler = (event, invocation) => {
    const { eventSource = "" } = (event as { detail?: { eventSource?: string } }).detail ?? {};
    const make = makers[eventSource] ?? makeKmsKeyHandler;
    return make(ports, telemetry)(event, invocation);
  };
  return { handle, notifier, state };
}

/** An event as EventBridge hands it over. */
function envelope(record: unknown): unknown {
  if (typeof record === "object" && record !== null && "detail" in record) return record;
  const { eventSource } = record as { readonly eventSource: string };
  return {
    version: "0",
    "detail-type": "AWS API Call via CloudTrail",
    source: `aws.${eventSource.split(".")[0]}`,
    detail: record,
  };
}

const eventsOf = (file: string): readonly unknown[] =>
  readEventText(readFileSync(`events/${file}`, "utf8"), file).records.map(({ record }) =>
    envelope(record),
  );

const files = [...new Set(judged.map(({ sample }) => sample.file))];
const alone = files.filter((file) => !file.startsWith("story/"));
const story = files.filter((file) => file.startsWith("story/"));
const judgedOf = (file: string) => judged.filter(({ sample }) => sample.file === file);
const findingsOf = (file: string) =>
  judgedOf(file).flatMap((one) => (one.judged.outcome === "finding" ? [one.judged.finding] : []));

describe("a handler over the embedded adapters", () => {
  it.each(alone)("finds what replay finds: %s", async (file) => {
    const { handle, notifier, state } = makeHandlers();
    const results = judgedOf(file);
    for (const [index, event] of eventsOf(file).entries()) {
      const handled = handle(event, context);
      const expected = results[index]?.judged;
      if (expected?.outcome === "refused") {
        await expect(handled).rejects.toMatchObject({ code: expected.code });
      } else {
        expect(await handled).toMatchObject({ outcome: expected?.outcome });
      }
    }
    expect(notifier.findings()).toEqual(findingsOf(file));
    expect(state.snapshots()).toEqual(results.at(-1)?.after);
  });

  it("finds what replay finds, event after event of a history", async () => {
    const { handle, notifier, state } = makeHandlers();
    for (const file of story) {
      for (const event of eventsOf(file)) await handle(event, context);
    }
    expect(story.length).toBeGreaterThan(5);
    expect(notifier.findings()).toEqual(story.flatMap(findingsOf));
    expect(state.snapshots()).toEqual(judgedOf(story.at(-1) ?? "").at(-1)?.after);
  });
});
