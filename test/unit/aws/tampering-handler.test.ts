import { readFileSync } from "node:fs";
import type { Context } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { makeHandler } from "../../../handlers/tampering.ts";
import { configOfOwnParts } from "../../../src/aws/own-parts.ts";
import { makeFixedClock } from "../../../src/embedded/fixed-clock.ts";
import { makeMemoryNotifier } from "../../../src/embedded/memory-notifier.ts";
import { makeQuietTelemetry } from "./quiet-telemetry.ts";

const context = { functionName: "kms-guardrail", awsRequestId: "r1" } as Context;
const environment = {
  GUARDRAIL_RESOURCES: "arn:aws:*:us-west-2:111122223333:*kms-guardrail-prod-* arn:aws:s3:::x",
  GUARDRAIL_DEPLOYERS: "arn:aws:iam::111122223333:role/guardrail-deploy",
};
const envelope = (file: string, edit: object = {}) => ({
  "detail-type": "AWS API Call via CloudTrail",
  detail: { ...JSON.parse(readFileSync(`events/tampering/${file}.json`, "utf8")), ...edit },
});

function handle(event: unknown) {
  const notifier = makeMemoryNotifier();
  const clock = makeFixedClock("2026-11-05T10:00:07Z");
  const handler = makeHandler(
    { notifier, clock },
    configOfOwnParts(environment),
    makeQuietTelemetry(),
  );
  return { notifier, report: handler(event, context) };
}

describe("the handler of calls on the guardrail itself", () => {
  it("publishes a finding", async () => {
    const { notifier, report } = handle(envelope("DisableRule"));
    expect(await report).toMatchObject({
      outcome: "finding",
      eventName: "DisableRule",
      findings: [{ kind: "tampering", severity: "critical" }],
      secondsToFinding: 3600,
    });
    expect(notifier.findings()).toMatchObject([{ kind: "tampering" }]);
  });

  it.each(["DisableRule-other", "PutRule-by-deployer", "DisableRule-failed"])(
    "is silent about %s",
    async (file) => {
      const { notifier, report } = handle(envelope(file));
      expect(await report).toMatchObject({ outcome: "passed-over", findings: [] });
      expect(notifier.findings()).toEqual([]);
    },
  );

  it("fails on a record that it cannot understand, so that it lies in the dead-letter queue", async () => {
    await expect(handle(envelope("DisableRule", { eventTime: "soon" })).report).rejects.toThrow(
      "`eventTime` is no ISO 8601 time",
    );
  });

  it("does not start without knowing what the guardrail is made of", () => {
    expect(() => configOfOwnParts({ GUARDRAIL_RESOURCES: " " })).toThrow(/GUARDRAIL_RESOURCES/);
    expect(configOfOwnParts({ GUARDRAIL_RESOURCES: "a\n b" })).toMatchObject({
      guardrail: { resources: ["a", "b"] },
    });
  });
});
