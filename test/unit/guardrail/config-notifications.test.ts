import { describe, expect, it } from "vitest";
import * as yaml from "yaml";
import { parseConfig } from "../../../src/guardrail/config/parse-config.ts";

const read = (slack: string) =>
  parseConfig(`version: 1\nnotifications:\n  slack: ${slack}\n`, "guardrail.yml", yaml);

describe("notifications in Slack", () => {
  it("name who is told and who may decide", () => {
    expect(
      read("{ channel: C012AB3CD, users: [U012AB3CD], channels: [C9], snoozeHours: 8 }"),
    ).toMatchObject({ problems: [{ path: "notifications.slack.channels[0]", line: 3 }] });
    expect(
      read("{ channel: C012AB3CD, users: [U012AB3CD], channels: [C0OTHER], snoozeHours: 8 }"),
    ).toMatchObject({
      config: {
        notifications: {
          slack: {
            channel: "C012AB3CD",
            users: ["U012AB3CD"],
            channels: ["C0OTHER"],
            snoozeHours: 8,
          },
        },
      },
    });
  });

  it("let nobody decide who is not named, and snooze for a day", () => {
    expect(read("{ channel: C012AB3CD }")).toMatchObject({
      config: {
        notifications: {
          slack: { channel: "C012AB3CD", users: [], channels: [], snoozeHours: 24 },
        },
      },
    });
  });

  it.each([
    ["{}", "notifications.slack.channel"],
    ["{ channel: '#alerts' }", "notifications.slack.channel"],
    ["{ channel: C012AB3CD, users: [alice] }", "notifications.slack.users[0]"],
    ["{ channel: C012AB3CD, snoozeHours: 0 }", "notifications.slack.snoozeHours"],
    ["{ channel: C012AB3CD, snoozeHours: 721 }", "notifications.slack.snoozeHours"],
  ])("are refused with their place: %s", (slack, path) => {
    expect(read(slack)).toMatchObject({ problems: [{ path }] });
  });

  it("are refused with a key that nobody reads", () => {
    expect(read("{ channel: C012AB3CD, token: xoxb }")).toMatchObject({
      problems: [{ code: "E_CONFIG_UNKNOWN_KEY" }],
    });
  });
});
