import { expect, it } from "vitest";
import { spanText, timeText } from "../../../../src/alerts/words/time-text.ts";

it.each([
  ["2026-11-03T09:12:04Z", "2026-11-03 09:12:04 UTC"],
  ["2026-11-03T09:12:04.123Z", "2026-11-03 09:12:04 UTC"],
  ["yesterday", "yesterday"],
])("%s is %s", (iso, expected) => {
  expect(timeText(iso)).toBe(expected);
});

it.each([
  ["2026-11-03T09:00:00Z", "2026-11-03T09:00:00Z", "at once, 2026-11-03 09:00:00 UTC"],
  [
    "2026-11-03T09:00:00Z",
    "2026-11-03T09:05:00Z",
    "from 2026-11-03 09:00:00 UTC, everywhere by 09:05:00 UTC",
  ],
  [
    "2026-11-03T23:58:00Z",
    "2026-11-04T00:03:00Z",
    "from 2026-11-03 23:58:00 UTC, everywhere by 2026-11-04 00:03:00 UTC",
  ],
])("%s to %s", (from, by, expected) => {
  expect(spanText(from, by)).toBe(expected);
});
