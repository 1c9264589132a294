import { isUnreadable, type Unreadable } from "../../account/snapshot.ts";
import type { SweepState } from "../state/sweep-state.ts";
import { type Check, unreadable } from "./doctor-check.ts";

/** The sweep that runs, or the last that ran, as far as its times tell. */
export type SweepFacts = Pick<SweepState, "startedAt" | "endedAt" | "lastEndedAt">;

const check = "sweeps";
const hours = 12;
/** A sweep begins every six hours and takes minutes: after so long none ends any more. */
const lateMs = hours * 60 * 60_000;
const help =
  "see the logs of the functions `sweep` and `sweep-page`, and the messages in the dead-letter queue";

/** Whether sweeps begin and end, by which what no event told is found; null: none began yet. */
export function checkSweeps(sweep: SweepFacts | Unreadable | null, now: Date): Check {
  if (isUnreadable(sweep)) return unreadable(check, "when sweeps ended", sweep);
  if (sweep === null) {
    const text = "no sweep began yet";
    return { check, result: "unknown", text, help: "the first begins when the stack is deployed" };
  }
  const { startedAt, endedAt, lastEndedAt = null } = sweep;
  const ended = endedAt ?? lastEndedAt;
  const isLate = now.getTime() - Date.parse(ended ?? startedAt) > lateMs;
  if (isLate) {
    const text =
      ended === null
        ? `the first sweep did not end: one runs since ${startedAt}`
        : `no sweep ended in ${hours} hours: the last ended at ${ended}`;
    return { check, result: "failed", text, help };
  }
  if (ended === null) {
    return { check, result: "unknown", text: `the first sweep runs since ${startedAt}` };
  }
  return { check, result: "passed", text: `the last sweep ended at ${ended}` };
}
