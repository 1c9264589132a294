import { expect, it } from "vitest";
import type { Snapshot } from "../../../../src/account/snapshot.ts";
import { countPassedOver } from "../../../../src/cli/replay/passed-over.ts";
import { type Judge, playEvents } from "../../../../src/cli/replay/play-events.ts";
import { playableEvents } from "../../../../src/cli/replay/playable-events.ts";
import { createReporter } from "../../../../src/cli/reporter.ts";
import { DEFAULT_CONFIG } from "../../../../src/guardrail/config/config.ts";
import { sampleFinding } from "../../alerts/sample-finding.ts";
import { memoryIo } from "../memory-io.ts";
import { smallAccount, tagRecord } from "../small-account.ts";

it("moves the state along from event to event, past those that are not applied", () => {
  const io = memoryIo();
  const reporter = createReporter(io.stderr);
  const passedOver = countPassedOver();
  const sources = [1, 2, 3, 4, 5].map((number) => ({
    record: tagRecord(number, "x"),
    file: "f",
    line: number,
  }));
  const events = playableEvents(sources, passedOver, reporter, DEFAULT_CONFIG);
  const states = [1, 2].map((): readonly Snapshot[] => [{ ...smallAccount }]);
  const seen: (readonly Snapshot[])[] = [];
  const judge: Judge = (snapshots, record) => {
    seen.push(snapshots);
    const event = events[seen.length - 1]?.event;
    expect(record).toBe(sources[seen.length - 1]?.record);
    if (event === undefined) throw new Error("judged too often");
    const [first = [], second = []] = states;
    const judged = { event, changes: [], finding: sampleFinding };
    switch (seen.length) {
      case 1:
        return { outcome: "finding", ...judged, snapshots: first };
      case 2:
        return { outcome: "passed-over", code: "older", reason: "r" };
      case 3:
        return { outcome: "refused", code: "E_X", message: "odd", eventId: "e" };
      case 4:
        return { outcome: "failed-call", event, errorCode: "AccessDenied" };
      default:
        return { outcome: "silent", ...judged, snapshots: second };
    }
  };
  const start = [smallAccount];
  const played = [...playEvents(start, events, judge, passedOver, reporter)];
  expect(seen).toEqual([start, states[0], states[0], states[0], states[0]]);
  expect(played.map((one) => one?.isFinding ?? null)).toEqual([true, null, null, null, false]);
  expect(played[4]).toMatchObject({ before: states[0], after: states[1] });
  expect(io.err()).toBe("f:3: event `e`: odd [E_X]\n");
  expect(passedOver.lines()).toEqual([
    "passed over: 1 event older than the snapshot",
    "passed over: 1 event of calls that failed (TagResource)",
  ]);
});
