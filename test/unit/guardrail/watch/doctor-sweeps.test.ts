import { describe, expect, it } from "vitest";
import { checkSweeps, type SweepFacts } from "../../../../src/guardrail/watch/doctor-sweeps.ts";

const now = new Date("2026-11-22T12:00:00.000Z");
const at = (time: string) => `2026-11-22T${time}:00.000Z`;

describe("sweeps", () => {
  it.each<[why: string, sweep: Parameters<typeof checkSweeps>[0], result: string, text: string]>([
    ["cannot be looked at", { unreadable: "AccessDeniedException" }, "unknown", "AccessDenied"],
    ["never began", null, "unknown", "no sweep began yet"],
    [
      "runs for the first time",
      { startedAt: at("00:00"), endedAt: null, lastEndedAt: null },
      "unknown",
      `first sweep runs since ${at("00:00")}`,
    ],
    [
      "runs for the first time and does not end",
      { startedAt: "2026-11-21T23:59:59.999Z", endedAt: null },
      "failed",
      "the first sweep did not end",
    ],
    [
      "ended",
      { startedAt: at("06:00"), endedAt: at("06:05"), lastEndedAt: at("00:05") },
      "passed",
      `ended at ${at("06:05")}`,
    ],
    [
      "runs, and the one before ended in time",
      { startedAt: at("11:59"), endedAt: null, lastEndedAt: at("00:00") },
      "passed",
      `ended at ${at("00:00")}`,
    ],
    [
      "was begun again and again, and none ends",
      { startedAt: at("11:59"), endedAt: null, lastEndedAt: "2026-11-21T23:59:59.999Z" },
      "failed",
      "no sweep ended in 12 hours: the last ended at 2026-11-21T23:59:59.999Z",
    ],
    [
      "ended, and none began since",
      { startedAt: "2026-11-20T00:00:00.000Z", endedAt: "2026-11-20T00:05:00.000Z" },
      "failed",
      "no sweep ended in 12 hours",
    ],
  ] satisfies [string, SweepFacts | { unreadable: string } | null, string, string][])(
    "one %s",
    (_, sweep, result, text) => {
      const check = checkSweeps(sweep, now);
      expect(check).toMatchObject({ check: "sweeps", result });
      expect(check.text).toContain(text);
    },
  );
});
