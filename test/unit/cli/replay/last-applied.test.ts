import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../../src/account/snapshot.ts";
import { trackLastApplied } from "../../../../src/cli/replay/last-applied.ts";
import type { PlayedEvent } from "../../../../src/cli/replay/play-events.ts";
import { smallAccount, tagRecord } from "../small-account.ts";
import { playedEvent } from "./played-event.ts";

const elsewhere: Snapshot = { ...smallAccount, region: "eu-west-1" };
const accounts = [smallAccount, elsewhere];
const times = (...played: readonly PlayedEvent[]): readonly (string | undefined)[] => {
  const lastApplied = trackLastApplied();
  for (const one of played) lastApplied.note(one);
  return lastApplied.stamp(accounts).map(({ capturedAt }) => capturedAt);
};
const then = "2026-11-01T00:00:00Z";
const first = "2026-11-02T00:00:01Z";

describe("the time of capture", () => {
  it("is as it was without an event, the snapshots the same", () => {
    expect(trackLastApplied().stamp(accounts)).toEqual(accounts);
    expect(trackLastApplied().stamp(accounts)[0]).toBe(smallAccount);
  });

  it("is that of the last event of the account and Region, changed or not", () => {
    const second = playedEvent({ before: accounts, after: accounts }, tagRecord(2, "x"));
    expect(times(playedEvent({ before: accounts, after: accounts }))).toEqual([first, then]);
    expect(times(playedEvent({ before: accounts, after: accounts }), second)[0]).toBe(
      "2026-11-02T00:00:02Z",
    );
  });

  it("is that of an event that changed the account from elsewhere", () => {
    const after = [smallAccount, { ...elsewhere }];
    expect(times(playedEvent({ before: accounts, after }))).toEqual([first, first]);
  });

  it("moves in every Region on an event of IAM", () => {
    const record = {
      ...tagRecord(1, "x"),
      eventSource: "iam.amazonaws.com",
      eventName: "DeleteRole",
      awsRegion: "us-east-1",
      requestParameters: { roleName: "gone" },
    };
    expect(times(playedEvent({ before: accounts, after: accounts }, record))).toEqual([
      first,
      first,
    ]);
  });

  it("does not move back on an event that is in the snapshot already", () => {
    const record = tagRecord(1, "x", { eventTime: "2026-10-01T00:00:00Z" });
    expect(times(playedEvent({ before: accounts, after: accounts }, record))).toEqual([then, then]);
  });
});
