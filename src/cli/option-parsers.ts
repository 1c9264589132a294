import { InvalidArgumentError } from "commander";
import { parseMoment } from "./time-option.ts";

/** Gathers the values of an option that may be repeated. */
export function collect(value: string, values: readonly string[] = []): readonly string[] {
  return [...values, value];
}

export function firstMoment(text: string): number {
  return moment(text, "first");
}

export function lastMoment(text: string): number {
  return moment(text, "last");
}

function moment(text: string, ofDay: "first" | "last"): number {
  const parsed = parseMoment(text, ofDay);
  if (parsed === null) {
    throw new InvalidArgumentError(
      "expected a day or a moment, such as `2026-11-03` or `2026-11-03T09:00:00Z`",
    );
  }
  return parsed;
}
