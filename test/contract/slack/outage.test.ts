import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeMemoryRecords } from "../../../src/embedded/memory-records.ts";
import type { Finding } from "../../../src/guardrail/finding/finding.ts";
import { deliverToWebhook } from "../../../src/slack/deliver-to-webhook.ts";
import type { SlackFault } from "../../support/fake-slack.ts";
import { awaiting, type SlackWorld, startSlackWorld } from "../../support/slack-world.ts";
import { findingWith } from "../../unit/aws/finding-fixture.ts";

const finding = awaiting(findingWith());
let world: SlackWorld;
beforeEach(async () => {
  world = await startSlackWorld([finding], 400);
});
afterEach(() => world.slack.close());

/** As the queue does: again until it works. */
async function deliverUntilDone(told: Finding): Promise<number> {
  for (let failures = 0; failures < 20; failures++) {
    try {
      await world.deliver(told);
      return failures;
    } catch {
      world.pass(60_000);
    }
  }
  throw new Error("it never worked");
}

const outages: readonly (readonly [string, readonly SlackFault[], number])[] = [
  ["a fault of Slack", [{ status: 500 }, { status: 503 }], 2],
  ["a fault after it was done", [{ status: 500, isDone: true }], 1],
  ["a short wait, which is waited for", [{ retryAfter: 1 }], 0],
  ["a long wait", [{ retryAfter: 600 }, { retryAfter: 300 }], 2],
  ["no answer", ["timeout"], 1],
  ["an answer that is lost", ["lost"], 1],
  ["all of it", ["lost", { retryAfter: 60 }, { status: 500 }], 1],
  ["a refusal", [{ error: "channel_not_found" }], 1],
];

describe("an outage of Slack loses nothing and doubles nothing", () => {
  it.each(outages)("while it is posted: %s", async (_, faults, failures) => {
    world.slack.fail("chat.postMessage", ...faults);
    expect(await deliverUntilDone(finding)).toBe(failures);
    expect(world.slack.messages()).toHaveLength(1);
    expect(JSON.stringify(world.slack.messages()[0])).toContain("alias/payroll");
  });

  it.each(outages)("while it is changed: %s", async (_, faults) => {
    await world.deliver(finding);
    world.slack.fail("chat.update", ...faults);
    const remediation = { ...finding.remediation, status: "verified" as const };
    await deliverUntilDone({ ...finding, remediation });
    expect(world.slack.messages()).toHaveLength(1);
    expect(JSON.stringify(world.slack.messages()[0])).not.toContain('"type":"actions"');
  });

  it("while nobody can look for what was posted", async () => {
    world.slack.fail("chat.postMessage", "lost");
    world.slack.fail("conversations.history", { status: 500 }, "timeout");
    expect(await deliverUntilDone(finding)).toBe(3);
    expect(world.slack.messages()).toHaveLength(1);
  });

  it("for a function that is killed while it posts", async () => {
    const { delivery, slack } = world;
    const post = delivery.slack.post;
    const killed = new Promise<never>(() => undefined);
    const posting = {
      ...delivery.slack,
      post: (...all: Parameters<typeof post>) => post(...all).then(() => killed),
    };
    const { deliverFinding } = await import("../../../src/slack/deliver-finding.ts");
    void deliverFinding(finding, { ...delivery, slack: posting });
    while (slack.messages().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await expect(world.deliver(finding)).rejects.toMatchObject({ code: "E_SLACK_BUSY" });
    world.pass(120_000);
    await world.deliver(finding);
    expect(slack.messages()).toHaveLength(1);
  });

  it("when several functions tell it at a time", async () => {
    const tries = Array.from({ length: 8 }, () => deliverUntilDone(finding));
    await Promise.all(tries);
    expect(world.slack.messages()).toHaveLength(1);
  });
});

describe("a webhook", () => {
  const deliver = (told: Finding, records: ReturnType<typeof makeMemoryRecords>) =>
    deliverToWebhook(told, { url: world.slack.webhookUrl, records, timeoutMs: 300 });

  it("tells a finding once, and what becomes of it, without buttons", async () => {
    const records = makeMemoryRecords();
    await deliver(finding, records);
    await deliver(finding, records);
    const verified = { ...finding.remediation, status: "verified" as const };
    await deliver({ ...finding, remediation: verified }, records);
    await deliver(finding, records);
    expect(world.slack.messages()).toHaveLength(2);
    expect(JSON.stringify(world.slack.messages())).not.toContain('"type":"actions"');
  });

  it.each<readonly [string, SlackFault, string]>([
    ["a fault", { status: 500 }, "the webhook: status 500"],
    ["a wait", { retryAfter: 30 }, "the webhook: status 429"],
    ["no answer", "timeout", "the webhook: no answer"],
  ])("loses nothing and does not tell its address: %s", async (_, fault, message) => {
    const records = makeMemoryRecords();
    world.slack.fail("webhook", fault);
    const failed = await deliver(finding, records).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: "E_SLACK", message });
    expect((failed as Error).cause).toBeUndefined();
    await deliver(finding, records);
    expect(world.slack.messages()).toHaveLength(1);
  });

  it("tells twice what was posted without an answer: it cannot be asked, and must not lose it", async () => {
    const records = makeMemoryRecords();
    world.slack.fail("webhook", "lost");
    await expect(deliver(finding, records)).rejects.toMatchObject({ code: "E_SLACK" });
    await deliver(finding, records);
    await deliver(finding, records);
    expect(world.slack.messages()).toHaveLength(2);
  });
});
