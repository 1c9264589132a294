import { describe, expect, it } from "vitest";
import { type CanaryRecord, newCanary } from "../../../../src/guardrail/watch/canary.ts";
import { checkCanary } from "../../../../src/guardrail/watch/doctor-canary.ts";

const now = new Date("2026-11-22T10:00:00.000Z");
const arrived: CanaryRecord = {
  ...newCanary,
  lastFlipAt: "2026-11-22T09:50:00.000Z",
  arrived: { flippedAt: "2026-11-22T09:35:00.000Z", seconds: 299.6 },
};

describe("what the canary kept", () => {
  it("tells how long its last tag took to come back", () => {
    expect(checkCanary(arrived, now)).toEqual({
      check: "canary",
      result: "passed",
      text: "the canary key's tag of 2026-11-22T09:35:00.000Z came back as an event after 300 s",
    });
  });

  it.each<[why: string, canary: Parameters<typeof checkCanary>[0], result: string, text: string]>([
    ["cannot be read", { unreadable: "AccessDeniedException" }, "unknown", "AccessDeniedException"],
    ["is not there", null, "unknown", "did not set its tag yet"],
    ["tells of no tag", newCanary, "unknown", "did not set its tag yet"],
    [
      "awaits its first tag",
      { ...newCanary, lastFlipAt: "2026-11-22T09:50:00.000Z" },
      "unknown",
      "first tag, of 2026-11-22T09:50:00.000Z, is awaited",
    ],
    [
      "misses its tags",
      { ...arrived, missedSince: "2026-11-22T08:00:00.000Z" },
      "failed",
      "is missed since 2026-11-22T08:00:00.000Z",
    ],
    [
      "is old, though its last tag came back",
      { ...arrived, lastFlipAt: "2026-11-22T08:59:59.999Z" },
      "failed",
      "does not run: it set its tag last at 2026-11-22T08:59:59.999Z",
    ],
  ])("that %s", (_, canary, result, text) => {
    expect(checkCanary(canary, now)).toMatchObject({
      result,
      text: expect.stringContaining(text),
    });
  });
});
