import { readFileSync } from "node:fs";
import type { Context } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { makeHandler } from "../../../../handlers/tampering.ts";
import type { DeployedConfig } from "../../../../src/aws/deployed-config.ts";
import { configOfOwnParts } from "../../../../src/aws/own-parts.ts";
import { makeFixedClock } from "../../../../src/embedded/fixed-clock.ts";
import { makeMemoryNotifier } from "../../../../src/embedded/memory-notifier.ts";
import { DEFAULT_CONFIG } from "../../../../src/guardrail/config/config.ts";
import { makeQuietTelemetry } from "../quiet-telemetry.ts";

const context = { functionName: "kms-guardrail", awsRequestId: "r1" } as Context;
const environment = {
  GUARDRAIL_RESOURCES: "arn:aws:*:us-west-2:111122223333:*kms-guardrail-prod-* arn:aws:s3:::x",
  GUARDRAIL_DEPLOYERS: "arn:aws:iam::111122223333:role/guardrail-deploy",
};
const envelope = (file: string, edit: object = {}) => ({
  "detail-type": "AWS API Call via CloudTrail",
  detail: { ...JSON.parse(readFileSync(`events/tampering/${file}.json`, "utf8")), ...edit },
});

const unconfigured = { config: DEFAULT_CONFIG, unreadable: null };

function handle(event: unknown, deployed: DeployedConfig = unconfigured) {
  const notifier = makeMemoryNotifier();
  const clock = makeFixedClock("2026-11-05T10:00:07Z");
  const handler = makeHandler(
    { notifier, clock, deployed },
    configOfOwnParts(environment, deployed),
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

  it("is silent about whom the configuration trusts, and only about the calls it names", async () => {
    const arn = String(
      envelope("DisableRule").detail.userIdentity.sessionContext.sessionIssuer.arn,
    );
    const trusting = (events: readonly string[]): DeployedConfig => ({
      config: { ...DEFAULT_CONFIG, trustedActors: [{ name: "ours", actors: [arn], events }] },
      unreadable: null,
    });
    const trusted = handle(envelope("DisableRule"), trusting(["DisableRule"]));
    expect(await trusted.report).toMatchObject({ outcome: "passed-over" });
    const other = handle(envelope("DisableRule"), trusting(["PutRule"]));
    expect(await other.report).toMatchObject({ outcome: "finding" });
  });

  it("tells that the configuration could not be read", async () => {
    const unreadable = { config: DEFAULT_CONFIG, unreadable: "no such file" };
    const { notifier, report } = handle(envelope("DisableRule"), unreadable);
    await report;
    expect(notifier.findings()[0]?.notes).toContainEqual({
      code: "configUnreadable",
      text: expect.stringContaining("no such file"),
    });
  });

  it("fails on a record that it cannot understand, so that it lies in the dead-letter queue", async () => {
    await expect(handle(envelope("DisableRule", { eventTime: "soon" })).report).rejects.toThrow(
      "`eventTime` is no ISO 8601 time",
    );
  });

  it("does not start without knowing what the guardrail is made of", () => {
    expect(() => configOfOwnParts({ GUARDRAIL_RESOURCES: " " }, unconfigured)).toThrow(
      /GUARDRAIL_RESOURCES/,
    );
    expect(configOfOwnParts({ GUARDRAIL_RESOURCES: "a\n b" }, unconfigured)).toMatchObject({
      guardrail: { resources: ["a", "b"] },
    });
  });
});
