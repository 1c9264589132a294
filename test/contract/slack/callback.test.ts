import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerPress } from "../../../src/slack/answer-press.ts";
import { type ShownMessage, signedRequest } from "../../support/fake-slack.ts";
import { awaiting, type SlackWorld, startSlackWorld } from "../../support/slack-world.ts";
import { findingWith } from "../../unit/aws/finding-fixture.ts";

const finding = awaiting(findingWith());
let world: SlackWorld;
let message: ShownMessage;

beforeEach(async () => {
  world = await startSlackWorld([finding]);
  await world.deliver(finding);
  message = world.slack.messages()[0] as ShownMessage;
});
afterEach(() => world.slack.close());

/** Nobody's decision was taken. */
function expectNothingTaken() {
  expect(world.ports.published).toEqual([]);
  expect(world.slack.messages()).toHaveLength(1);
  expect(world.slack.messages()[0]?.edits).toBe(0);
}

describe("a press is refused", () => {
  it("that is signed with another secret", async () => {
    const answered = await world.press(message, "revert", { secret: "another" });
    expect(answered).toMatchObject({ outcome: "refused", code: "E_SLACK_SIGNATURE", press: null });
    expectNothingTaken();
  });

  it("whose body was changed after it was signed", async () => {
    const { headers, body } = world.slack.press(message, "snooze");
    const forged = { headers, body: body.replace("snooze", "revert") };
    expect(forged.body).not.toBe(body);
    expect(await answerPress(forged, world.ports)).toMatchObject({ code: "E_SLACK_SIGNATURE" });
    expectNothingTaken();
  });

  it.each([
    {},
    { "x-slack-signature": "v0=" },
    { "x-slack-request-timestamp": "now", "x-slack-signature": "v0=00" },
  ])("without a signature: %j", async (headers) => {
    const { body } = world.slack.press(message, "revert");
    expect(await answerPress({ headers, body }, world.ports)).toMatchObject({
      code: "E_SLACK_SIGNATURE",
    });
    expectNothingTaken();
  });

  it.each([-301, 301])("that was signed %i seconds from now", async (seconds) => {
    const at = new Date(Date.now() + seconds * 1000);
    const answered = await world.press(message, "revert", { at });
    expect(answered).toMatchObject({ outcome: "refused", code: "E_SLACK_TIMESTAMP" });
    expectNothingTaken();
  });

  it("whose time is no number, though it is signed", async () => {
    const { body } = world.slack.press(message, "revert");
    const { headers } = signedRequest(body, {
      secret: world.slack.signingSecret,
      at: new Date(Number.NaN),
    });
    expect(await answerPress({ headers, body }, world.ports)).toMatchObject({
      code: "E_SLACK_TIMESTAMP",
    });
  });

  it("by somebody who may not decide, who is told", async () => {
    const answered = await world.press(message, "revert", { user: "U0MALLORY" });
    expect(answered).toMatchObject({ code: "E_SLACK_USER", press: { user: { id: "U0MALLORY" } } });
    expect(world.slack.whispers).toEqual([
      {
        user: "U0MALLORY",
        text: "Not done: you are not among those who decide on findings",
      },
    ]);
    expectNothingTaken();
  });

  it("in a channel where nobody decides", async () => {
    const answered = await world.press(message, "revert", { channel: "C0OTHER" });
    expect(answered).toMatchObject({ code: "E_SLACK_CHANNEL" });
    expectNothingTaken();
  });

  it("that was answered already", async () => {
    const request = world.slack.press(message, "accept");
    expect(await answerPress(request, world.ports)).toMatchObject({ outcome: "taken" });
    expect(await answerPress(request, world.ports)).toMatchObject({ code: "E_PRESS_REPLAYED" });
    expect(world.ports.published).toHaveLength(1);
  });

  it("after somebody decided", async () => {
    expect(await world.press(message, "accept")).toMatchObject({ outcome: "taken" });
    const answered = await world.press(message, "revert");
    expect(answered).toMatchObject({ outcome: "refused", code: "E_ALREADY_DECIDED" });
    expect(world.slack.whispers.at(-1)?.text).toContain("Not done: ");
    expect(world.ports.published).toHaveLength(1);
  });

  it("about a plan that is another than the message told", async () => {
    const calls = [{ service: "kms" as const, operation: "DisableKey", input: { KeyId: "k" } }];
    const changed = { ...finding, remediation: { ...finding.remediation, calls } };
    const other = await startSlackWorld([changed]);
    try {
      await other.deliver(finding);
      const [told] = other.slack.messages();
      if (told === undefined) throw new Error("nothing was posted");
      expect(await other.press(told, "revert")).toMatchObject({ code: "E_PLAN_CHANGED" });
    } finally {
      await other.slack.close();
    }
  });

  it.each([
    "",
    "payload=",
    "payload=%7B%7D",
    `payload=${encodeURIComponent(JSON.stringify({ type: "view_submission" }))}`,
    "ssl_check=1",
  ])("that is none of ours: %s", async (body) => {
    const { headers } = signedRequest(body, { secret: world.slack.signingSecret });
    expect(await answerPress({ headers, body }, world.ports)).toMatchObject({
      code: "E_SLACK_REQUEST",
    });
  });

  it("that is too long to be one", async () => {
    const body = "x".repeat(200_001);
    const { headers } = signedRequest(body, { secret: world.slack.signingSecret });
    expect(await answerPress({ headers, body }, world.ports)).toMatchObject({
      code: "E_SLACK_REQUEST",
    });
  });
});

describe("a press that is taken", () => {
  it("stays taken though Slack cannot be told", async () => {
    world.slack.fail("chat.update", { status: 500 });
    expect(await world.press(message, "accept")).toMatchObject({
      outcome: "taken",
      isShown: false,
    });
    expect(world.ports.published).toHaveLength(1);
    // The same finding comes by way of the topic.
    await world.deliver(world.ports.published[0] ?? finding);
    expect(JSON.stringify(world.slack.messages()[0])).toContain("accepted by");
  });

  it("is by the name of whoever pressed, whatever that is", async () => {
    await world.press(message, "snooze");
    const [told] = world.ports.published;
    expect(told?.notes.at(-1)?.text).toMatch(/^snoozed until .* by `slack:U0ALICE \(alice\)`/);
    // It hides the like; the finding still waits.
    expect(JSON.stringify(world.slack.messages()[0])).toContain('"type":"actions"');
  });
});
