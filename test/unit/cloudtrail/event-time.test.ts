import { expect, it } from "vitest";
import { readEventTime } from "../../../src/cloudtrail/event-time.ts";

it.each<[unknown, string | null]>([
  ["2026-11-21T09:00:00Z", "2026-11-21T09:00:00Z"],
  ["2026-11-21T09:00:00.000Z", "2026-11-21T09:00:00Z"],
  ["2026-11-21T09:00:00.250Z", "2026-11-21T09:00:00.250Z"],
  ["2026-11-21T10:30:00+01:30", "2026-11-21T09:00:00Z"],
  [1795251600, "2026-11-21T09:00:00Z"],
  [1795251600.25, "2026-11-21T09:00:00.250Z"],
  ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"],
  ["2026-02-29T00:00:00Z", null],
  ["2026-13-01T00:00:00Z", null],
  ["2026-11-21T25:00:00Z", null],
  ["2026-11-21 09:00:00", null],
  ["2026-11-21", null],
  ["Nov 21, 2026, 9:00:00 AM", null],
  ["", null],
  [Number.NaN, null],
  [-1, null],
  [1e20, null],
  [1795251600000, null],
  [null, null],
  [undefined, null],
  [{}, null],
])("%j is %j", (value, time) => {
  expect(readEventTime(value)).toBe(time);
});
