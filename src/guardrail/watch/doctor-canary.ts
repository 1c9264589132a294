import { isUnreadable, type Unreadable } from "../../account/snapshot.ts";
import { type CanaryRecord, canaryMinutes } from "./canary.ts";
import { type Check, unreadable } from "./doctor-check.ts";

const check = "canary";
/** The canary sets its tag every quarter of an hour: after so many of them it does not run any more. */
const silentMs = 4 * canaryMinutes * 60 * 1000;

/** Whether the canary runs, and whether the event of its last tag came back; null: it kept nothing yet. */
export function checkCanary(canary: CanaryRecord | Unreadable | null, now: Date): Check {
  if (isUnreadable(canary)) return unreadable(check, "what the canary keeps", canary);
  if (canary === null || canary.lastFlipAt === null) {
    const help = "it runs every five minutes once it is deployed";
    return { check, result: "unknown", text: "the canary did not set its tag yet", help };
  }
  const { lastFlipAt, missedSince, arrived } = canary;
  const help = "see the log of the function `canary`";
  if (now.getTime() - Date.parse(lastFlipAt) > silentMs) {
    const text = `the canary does not run: it set its tag last at ${lastFlipAt}`;
    return { check, result: "failed", text, help };
  }
  if (missedSince !== null) {
    const text = `the event of the canary key's tag is missed since ${missedSince}`;
    return { check, result: "failed", text, help: "the checks of trails and rules tell why" };
  }
  if (arrived === null) {
    const text = `the event of the canary key's first tag, of ${lastFlipAt}, is awaited`;
    return { check, result: "unknown", text };
  }
  const { flippedAt, seconds } = arrived;
  const text = `the canary key's tag of ${flippedAt} came back as an event after ${Math.round(seconds)} s`;
  return { check, result: "passed", text };
}
