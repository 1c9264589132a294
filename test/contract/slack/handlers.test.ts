import type { Context, LambdaFunctionURLEvent, SQSEvent } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeQueueHandler } from "../../../src/aws/alerts/queue-handler.ts";
import { makeUrlHandler } from "../../../src/aws/alerts/url-handler.ts";
import type { Telemetry } from "../../../src/aws/functions/telemetry.ts";
import { makeSlackCallback } from "../../../src/slack/slack-callback.ts";
import { makeSlackDelivery } from "../../../src/slack/slack-delivery.ts";
import { type ShownMessage, type SignedRequest, slackToken } from "../../support/fake-slack.ts";
import { awaiting, type SlackWorld, startSlackWorld } from "../../support/slack-world.ts";
import { findingWith } from "../../unit/aws/finding-fixture.ts";
import { makeQuietTelemetry } from "../../unit/aws/quiet-telemetry.ts";

const finding = awaiting(findingWith());
const context = { functionName: "slack", awsRequestId: "r1" } as Context;
let world: SlackWorld;
let telemetry: Telemetry;
let logged: unknown[][];

beforeEach(async () => {
  world = await startSlackWorld([finding]);
  telemetry = makeQuietTelemetry();
  logged = [];
  for (const level of ["info", "warn", "error"] as const) {
    vi.spyOn(telemetry.logger, level).mockImplementation((...all: unknown[]) => {
      logged.push([level, ...all]);
    });
  }
});
afterEach(() => world.slack.close());

const settings = () => ({
  readSecret: async () =>
    JSON.stringify({
      token: slackToken,
      signingSecret: world.slack.signingSecret,
      apiUrl: world.slack.apiUrl,
    }),
  notifications: world.ports.notifications,
  records: world.delivery.records,
  clock: world.delivery.clock,
});
const queueHandler = (different: object = {}) =>
  makeQueueHandler(makeSlackDelivery({ ...settings(), ...different }), telemetry);
const batch = {
  Records: [{ messageId: "m1", body: JSON.stringify(finding) }],
} as unknown as SQSEvent;
const request = ({ headers, body }: SignedRequest, isBase64Encoded = true) =>
  ({
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]),
    ),
    body: isBase64Encoded ? Buffer.from(body).toString("base64") : body,
    isBase64Encoded,
  }) as unknown as LambdaFunctionURLEvent;

/** The callback over the decisions of the world, which hold a finding that somebody has to decide on. */
function callback() {
  const { findings, signatures } = world.ports;
  const decisions = { ...world.decisions, findings, signatures };
  return makeUrlHandler(makeSlackCallback({ ...settings(), decisions }), telemetry);
}

describe("the function that tells findings in Slack", () => {
  it("tells them by the app", async () => {
    expect(await queueHandler()(batch, context)).toEqual({ batchItemFailures: [] });
    expect(world.slack.messages()).toMatchObject([{ channel: "C0ALERTS" }]);
  });

  it("tells them by the webhook where there is no app", async () => {
    const readSecret = async () => JSON.stringify({ webhookUrl: world.slack.webhookUrl });
    const handler = queueHandler({ readSecret, notifications: undefined });
    expect(await handler(batch, context)).toEqual({ batchItemFailures: [] });
    expect(world.slack.messages()).toMatchObject([{ channel: "C0WEBHOOK" }]);
  });

  it.each([
    [async () => ({ userAgent: "aws-cli/2.31" }), true],
    [async () => null, false],
    [async () => Promise.reject(new Error("no table")), false],
  ])(
    "tells what the event's record tells of its session, and does without",
    async (readRecord, is) => {
      expect(await queueHandler({ readRecord })(batch, context)).toEqual({ batchItemFailures: [] });
      const [message] = world.slack.messages();
      expect(JSON.stringify(message).includes("says it is the AWS CLI")).toBe(is);
    },
  );

  it("leaves them in the queue where no channel is named", async () => {
    const answer = await queueHandler({ notifications: undefined })(batch, context);
    expect(answer.batchItemFailures).toHaveLength(1);
    expect(logged).toContainEqual([
      "error",
      "finding not delivered",
      { messageId: "m1", error: expect.objectContaining({ code: "E_SLACK_SETTINGS" }) },
    ]);
  });

  it("leaves them in the queue while Slack does not work, and logs no secret", async () => {
    world.slack.fail("chat.postMessage", { status: 500 }, { error: "invalid_auth" });
    for (const _ of [1, 2]) {
      expect((await queueHandler()(batch, context)).batchItemFailures).toHaveLength(1);
    }
    const text = JSON.stringify(logged, (_, value) =>
      value instanceof Error ? { ...value, message: value.message, cause: value.cause } : value,
    );
    expect(text).toContain("chat.postMessage");
    expect(text).not.toContain(slackToken);
    expect(text).not.toContain(world.slack.signingSecret);
  });
});

describe("the function that hears presses", () => {
  const message = async (): Promise<ShownMessage> => {
    await world.deliver(finding);
    return world.slack.messages()[0] as ShownMessage;
  };

  it("answers within three seconds, and shows who decided", async () => {
    const pressed = world.slack.press(await message(), "accept");
    const before = Date.now();
    expect(await callback()(request(pressed), context)).toEqual({ statusCode: 200, body: "" });
    expect(Date.now() - before).toBeLessThan(3000);
    expect(JSON.stringify(world.slack.messages()[0])).toContain(
      "accepted by `slack:U0ALICE (alice)`",
    );
    expect(logged).toContainEqual([
      "info",
      "request taken",
      expect.objectContaining({ action: "accept", user: "U0ALICE", isShown: true }),
    ]);
  });

  it("answers within three seconds though Slack does not", async () => {
    const pressed = world.slack.press(await message(), "accept");
    world.slack.fail("chat.update", "timeout");
    const before = Date.now();
    expect(await callback()(request(pressed, false), context)).toEqual({
      statusCode: 200,
      body: "",
    });
    expect(Date.now() - before).toBeLessThan(3000);
    expect(world.ports.published).toHaveLength(1);
  });

  it.each([
    ["another secret", { secret: "another" }, 401, "E_SLACK_SIGNATURE"],
    ["an old time", { at: new Date(Date.now() - 3_600_000) }, 401, "E_SLACK_TIMESTAMP"],
    ["an unknown user", { user: "U0MALLORY" }, 200, "E_SLACK_USER"],
  ] as const)("refuses and logs %s", async (_, pressed, statusCode, code) => {
    const sent = world.slack.press(await message(), "revert", pressed);
    expect(await callback()(request(sent), context)).toEqual({ statusCode, body: "" });
    expect(logged).toEqual([["warn", "request refused", expect.objectContaining({ code })]]);
    expect(world.ports.published).toEqual([]);
  });

  it("refuses and logs a request without anything", async () => {
    const event = { headers: {}, isBase64Encoded: false } as unknown as LambdaFunctionURLEvent;
    expect(await callback()(event, context)).toEqual({ statusCode: 401, body: "" });
  });

  it("refuses and logs a press that comes again", async () => {
    const sent = request(world.slack.press(await message(), "accept"));
    await callback()(sent, context);
    expect(await callback()(sent, context)).toEqual({ statusCode: 200, body: "" });
    expect(logged.at(-1)).toEqual([
      "warn",
      "request refused",
      expect.objectContaining({ code: "E_PRESS_REPLAYED" }),
    ]);
    expect(world.ports.published).toHaveLength(1);
  });

  it("lets nobody decide where nobody is named", async () => {
    const decisions = { ...world.decisions, signatures: world.ports.signatures };
    const deaf = makeUrlHandler(
      makeSlackCallback({ ...settings(), notifications: undefined, decisions }),
      telemetry,
    );
    await deaf(request(world.slack.press(await message(), "revert")), context);
    expect(logged.at(-1)?.[2]).toMatchObject({ code: "E_SLACK_CHANNEL" });
    expect(world.ports.published).toEqual([]);
  });

  it("answers a fault of ours with nothing but its status", async () => {
    const readSecret = async () => Promise.reject(new Error("no such secret"));
    const decisions = { ...world.decisions, signatures: world.ports.signatures };
    const handler = makeUrlHandler(
      makeSlackCallback({ ...settings(), readSecret, decisions }),
      telemetry,
    );
    const sent = request(world.slack.press(await message(), "revert"));
    expect(await handler(sent, context)).toEqual({ statusCode: 500, body: "" });
  });
});
