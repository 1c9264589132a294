import { afterEach, describe, expect, it } from "vitest";
import { whyNotSnoozed } from "../../../src/remediation/decision/snooze.ts";
import { judgeSamples } from "../../support/samples.ts";
import { awaiting, type SlackWorld, startSlackWorld } from "../../support/slack-world.ts";

const findings = judgeSamples().flatMap(({ judged }) =>
  judged.outcome === "finding" ? [awaiting(judged.finding)] : [],
);
const named = findings.map((finding) => ({ title: finding.title, finding }));

let world: SlackWorld | undefined;
afterEach(async () => {
  await world?.slack.close();
  world = undefined;
});

describe("the alert of a sample in Slack", () => {
  it("is there for each", () => {
    expect(findings.length).toBeGreaterThan(30);
  });

  it.each(named)("is taken, explained, snoozed and approved: $title", async ({ finding }) => {
    world = await startSlackWorld([finding]);
    const { slack, deliver, press, ports } = world;
    await deliver(finding);
    await deliver(finding);
    const [message, ...others] = slack.messages();
    expect(others).toEqual([]);
    if (message === undefined) throw new Error("nothing was posted");
    expect(await press(message, "explain")).toMatchObject({ outcome: "explained" });
    expect(slack.messages()[1]).toMatchObject({ thread_ts: message.ts });
    const why = whyNotSnoozed(finding);
    expect(await press(message, "snooze")).toMatchObject(
      why === null
        ? { outcome: "taken" }
        : { outcome: "refused", message: expect.stringContaining(why) },
    );
    expect(await press(message, "revert")).toMatchObject({ outcome: "taken" });
    const codes = ports.published.map(({ notes }) => notes.at(-1)?.code);
    expect(codes).toEqual(why === null ? ["snoozed", "approved"] : ["approved"]);
    const approved = ports.published.at(-1);
    expect(approved?.notes.at(-1)?.text).toContain("approved by `slack:U0ALICE (alice)`");
    const shown = JSON.stringify(slack.messages()[0]);
    expect(shown).toContain("approved by `slack:U0ALICE (alice)`");
    expect(shown).not.toContain('"type":"actions"');
    expect(slack.messages()).toHaveLength(2);
  });

  it.each(named)("is accepted: $title", async ({ finding }) => {
    world = await startSlackWorld([finding]);
    const { slack, deliver, press, ports } = world;
    await deliver(finding);
    const [message] = slack.messages();
    if (message === undefined) throw new Error("nothing was posted");
    expect(await press(message, "accept")).toMatchObject({ outcome: "taken" });
    expect(ports.published).toMatchObject([{ findingId: finding.findingId }]);
    expect(ports.published[0]?.notes.at(-1)).toMatchObject({ code: "accepted" });
    expect(JSON.stringify(slack.messages()[0])).toContain("accepted by");
    expect(slack.messages()[0]?.edits).toBe(1);
  });
});
