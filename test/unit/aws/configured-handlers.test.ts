import type { Context, SQSEvent } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { type DocumentJson, isUnreadable, type Snapshot } from "../../../src/account/snapshot.ts";
import type { ConfiguredPorts } from "../../../src/aws/functions/judging-config.ts";
import { makeLookHandler } from "../../../src/aws/functions/look-handler.ts";
import { makeSweepHandler } from "../../../src/aws/functions/sweep-handler.ts";
import { DEFAULT_CONFIG } from "../../../src/guardrail/config/config.ts";
import { recordSnapshot } from "../../../src/guardrail/state/projection-record.ts";
import { reconciling } from "../../support/reconciling.ts";
import { readSampleAccount } from "../../support/samples.ts";
import { makeQuietTelemetry } from "./quiet-telemetry.ts";

const account = readSampleAccount();
const context = { functionName: "confirm", awsRequestId: "r1" } as Context;
const partner = "999988887777";

/** The first key lets a partner decrypt, too. */
const opened = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  keys: isUnreadable(snapshot.keys)
    ? snapshot.keys
    : snapshot.keys.map((key, index) =>
        index === 0 ? { ...key, policy: withPartner(key.policy) } : key,
      ),
});

function withPartner(policy: unknown): DocumentJson {
  const { Statement, ...rest } = policy as { readonly Statement: readonly object[] };
  const Principal = { AWS: `arn:aws:iam::${partner}:root` };
  const added = { Effect: "Allow", Principal, Action: "kms:Decrypt", Resource: "*" };
  return { ...rest, Statement: [...Statement, added] };
}

const messageOf = (body: unknown) =>
  ({
    Records: [{ messageId: "m1", body: JSON.stringify(body), eventSource: "aws:sqs" }],
  }) as unknown as SQSEvent;

/** A drift that opens a key, found by two looks of a deployed function. */
async function driftUnder(configured: ConfiguredPorts) {
  const { ports, notifier, queues, change, wait } = reconciling(account);
  await recordSnapshot(ports.store, account, "2026-11-29T00:00:00.000Z");
  const keyArn = isUnreadable(account.keys) ? "" : (account.keys[0]?.metadata.Arn ?? "");
  change(opened);
  const handler = makeLookHandler({ ...ports, ...configured }, makeQuietTelemetry());
  const first = { resource: { kind: "key", keyArn }, seen: [], seenAt: null, told: null };
  await handler(messageOf(first), context);
  wait(15);
  for (const { message } of queues.looks.take()) await handler(messageOf(message), context);
  const [finding] = notifier.findings();
  return finding;
}

describe("the functions without an event are configured as those with one", () => {
  it("rates drift as it comes without a configuration", async () => {
    const finding = await driftUnder({});
    expect(finding).toMatchObject({ kind: "drift", remediation: { mode: "alert" } });
    expect(finding?.severity).not.toBe("informational");
  });

  it("applies rules and what people hide at present", async () => {
    const config = {
      ...DEFAULT_CONFIG,
      rules: [{ name: "all", match: {}, mode: "observe" as const }],
    };
    const ruled = await driftUnder({ deployed: { config, unreadable: null } });
    expect(ruled).toMatchObject({ kind: "drift", remediation: { mode: "observe" } });
    expect(ruled?.notes.map(({ code }) => code)).toContain("rule");
    const hidden = {
      name: "snooze",
      owner: "U0ALICE",
      reason: "known",
      expires: "2027-01-01T00:00:00Z",
      hides: { principals: ["*"], actions: ["*"], evenExternalGain: true as const },
      match: {},
    };
    const snoozed = await driftUnder({ snoozes: async () => [hidden] });
    expect(snoozed?.severity).toBe("informational");
    expect(snoozed?.notes.map(({ code }) => code)).toContain("suppressed");
  });

  it("trusts the accounts that the configuration trusts", async () => {
    const config = { ...DEFAULT_CONFIG, trustedAccounts: [partner] };
    const trusted = await driftUnder({ deployed: { config, unreadable: null } });
    const stranger = await driftUnder({});
    expect(stranger?.summary.external).toBeGreaterThan(0);
    expect(trusted?.summary.external).toBe(0);
  });

  it("tells in drift and in the baseline that the configuration could not be read", async () => {
    const deployed = { config: DEFAULT_CONFIG, unreadable: "no such file" };
    const remark = { code: "configUnreadable", text: expect.stringContaining("no such file") };
    expect((await driftUnder({ deployed }))?.notes).toContainEqual(remark);
    const { ports, notifier, queues, start } = reconciling(account);
    const handler = makeSweepHandler({ ...ports, deployed }, makeQuietTelemetry());
    await start();
    for (let pages = queues.sweeps.take(); pages.length > 0; pages = queues.sweeps.take()) {
      for (const { message } of pages) await handler(messageOf(message), context);
    }
    expect(notifier.findings()[0]?.title).toContain("baseline");
    expect(notifier.findings()[0]?.notes).toContainEqual(remark);
  });
});
