import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Finding } from "../../../src/guardrail/finding/finding.ts";
import { awaiting, type SlackWorld, startSlackWorld } from "../../support/slack-world.ts";
import { findingWith, keyArn } from "../../unit/aws/finding-fixture.ts";

let world: SlackWorld;
beforeEach(async () => {
  world = await startSlackWorld([]);
});
afterEach(() => world.slack.close());

const start = Date.parse("2026-11-03T09:00:00Z");

/** The finding of a change, some seconds after the first. */
function changeAt(
  seconds: number,
  different: Partial<Finding> & { readonly by?: string } = {},
): Finding {
  const { by = "terraform", ...more } = different;
  const base = findingWith(more);
  const eventTime = new Date(start + seconds * 1000).toISOString().replace(".000Z", "Z");
  const arn = `arn:aws:sts::111122223333:assumed-role/ci/${by}`;
  return {
    ...base,
    findingId: `f-${seconds}-${by}-${base.resource.arn.slice(-4)}`,
    event: {
      ...(base.event as NonNullable<Finding["event"]>),
      eventTime,
      actor: { type: "AssumedRole", arn, sessionIssuerArn: null, invokedBy: null },
    },
  };
}

const keyNumber = (number: number) => ({
  resource: { type: "AWS::KMS::Key", arn: `${keyArn}-${String(number).padStart(4, "0")}` },
});

describe("messages in Slack", () => {
  it("of forty calls of one apply are one thread", async () => {
    for (let call = 0; call < 40; call++) {
      await world.deliver(changeAt(call * 10, keyNumber(call)));
    }
    const [root, ...replies] = world.slack.messages();
    expect(replies).toHaveLength(39);
    expect(root?.thread_ts).toBeUndefined();
    expect(new Set(replies.map(({ thread_ts }) => thread_ts))).toEqual(new Set([root?.ts]));
    expect(replies.filter(({ reply_broadcast }) => reply_broadcast)).toEqual([]);
  });

  it("of two people are two threads, and so are those of different times", async () => {
    await world.deliver(changeAt(0, keyNumber(1)));
    await world.deliver(changeAt(5, { ...keyNumber(2), by: "mallory" }));
    await world.deliver(changeAt(3600, keyNumber(3)));
    expect(world.slack.messages().filter(({ thread_ts }) => thread_ts !== undefined)).toEqual([]);
  });

  it("tell the channel of what is worse than the rest of its thread", async () => {
    await world.deliver(changeAt(0, { ...keyNumber(1), severity: "low" }));
    await world.deliver(changeAt(5, { ...keyNumber(2), severity: "critical" }));
    expect(world.slack.messages()[1]).toMatchObject({ reply_broadcast: true });
  });

  it("grow by what the same actor does to the same resource within minutes", async () => {
    const attribute = (name: string) => ({
      attributeChanges: [{ attribute: `tag:${name}`, before: null, after: "1" }],
    });
    for (const [index, name] of ["A", "B", "C"].entries()) {
      await world.deliver(changeAt(index * 60, attribute(name)));
    }
    const [message, ...others] = world.slack.messages();
    expect(others).toEqual([]);
    expect(message?.edits).toBe(2);
    expect(JSON.stringify(message)).toContain("Before (2)");
  });

  it("are one for what goes forth and back, whoever does it, and stay within Slack's limits", async () => {
    for (let turn = 0; turn < 60; turn++) {
      const by = turn % 2 === 0 ? "terraform" : "guard";
      await world.deliver(changeAt(turn * 30, { by }));
    }
    const [message, ...others] = world.slack.messages();
    expect(others).toEqual([]);
    expect(JSON.stringify(message)).toContain("Before (59)");
    expect(JSON.stringify(message)).toContain("and 51 more");
  });

  it("do not grow by what is worse, of which nobody would be told", async () => {
    await world.deliver(changeAt(0, { severity: "low" }));
    await world.deliver(changeAt(5, { severity: "critical" }));
    expect(world.slack.messages()).toHaveLength(2);
  });

  it("keep their buttons while somebody has to decide", async () => {
    await world.deliver(awaiting(changeAt(0)));
    const other = { attributeChanges: [{ attribute: "policy", before: {}, after: {} }] };
    await world.deliver(awaiting(changeAt(10, other)));
    const buttons = world.slack
      .messages()
      .filter(({ blocks }) => blocks.some(({ type }) => type === "actions"));
    expect(buttons).toHaveLength(2);
  });

  it("are changed in place when something becomes of a finding, also of an earlier one", async () => {
    const first = changeAt(0);
    await world.deliver(first);
    await world.deliver(changeAt(30));
    const remediation = { ...first.remediation, status: "verified" as const };
    await world.deliver({ ...first, remediation });
    // What was told before comes again, and tells nothing.
    await world.deliver(first);
    const [message, ...others] = world.slack.messages();
    expect(others).toEqual([]);
    expect(JSON.stringify(message)).toContain("(verified)");
    expect(message?.edits).toBe(2);
  });

  it("wait for the message that begins their thread", async () => {
    world.slack.fail("chat.postMessage", { retryAfter: 600 });
    await expect(world.deliver(changeAt(0, keyNumber(1)))).rejects.toMatchObject({
      code: "E_SLACK",
    });
    const second = changeAt(5, keyNumber(2));
    await expect(world.deliver(second)).rejects.toMatchObject({ code: "E_SLACK_BUSY" });
    world.pass(11 * 60_000);
    await world.deliver(second);
    expect(world.slack.messages()).toHaveLength(1);
  });
});
