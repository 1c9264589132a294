import type { Clock } from "../guardrail/ports.ts";

/** A clock that stands still. */
export function makeFixedClock(time: string): Clock {
  return { now: () => new Date(time) };
}
