import { describe, expect, it } from "vitest";
import { parseSlackSecret } from "../../../src/slack/slack-secret.ts";

describe("the secret for Slack", () => {
  it.each([
    { token: "xoxb-1", signingSecret: "s" },
    { webhookUrl: "https://hooks.slack.com/services/T/B/x" },
    { token: "xoxb-1", apiUrl: "https://slack-gov.com/api/" },
  ])("is what it holds: %j", (secret) => {
    expect(parseSlackSecret(JSON.stringify(secret))).toEqual(secret);
  });

  it.each([
    "",
    "xoxb-secret",
    "[]",
    "{}",
    '{"token":""}',
    '{"signingSecret":"xoxb-secret"}',
    '{"webhookUrl":"xoxb-secret"}',
    '{"token":"xoxb-secret","apiUrl":"http://example.com/"}',
    '{"token":{"xoxb-secret":1}}',
  ])("is refused, without telling it: %s", (text) => {
    expect(() => parseSlackSecret(text)).toThrow(
      expect.objectContaining({
        code: "E_SLACK_SECRET",
        message: expect.not.stringContaining("xoxb-secret"),
      }),
    );
  });
});
