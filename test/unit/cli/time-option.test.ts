import { expect, it } from "vitest";
import { parseMoment } from "../../../src/cli/time-option.ts";

it.each([
  ["2026-11-03", "first", "2026-11-03T00:00:00.000Z"],
  ["2026-11-03", "last", "2026-11-03T23:59:59.999Z"],
  ["2026-11-03T09:00:00Z", "last", "2026-11-03T09:00:00.000Z"],
  ["2026-11-03T09:00Z", "first", "2026-11-03T09:00:00.000Z"],
  ["2026-11-03T09:00:00.5+01:00", "first", "2026-11-03T08:00:00.500Z"],
] as const)("%s, %s moment", (text, ofDay, expected) => {
  expect(new Date(parseMoment(text, ofDay) ?? Number.NaN).toISOString()).toBe(expected);
});

it.each([
  "",
  "soon",
  "2026-11",
  "2026-02-30",
  "2026-11-03T09:00:00",
  "2026-11-03T25:00:00Z",
  "1762160400",
])("%j is no moment", (text) => {
  expect(parseMoment(text, "first")).toBeNull();
});
