import { StateContendedError } from "../handle/handle-event.ts";
import { firstLook } from "../handle/look.ts";
import type { StoredState } from "../ports.ts";
import { awaitedMessages, newSweep, type SweepState } from "../state/sweep-state.ts";
import type { SweepPorts } from "./sweep-ports.ts";

/** What a start came to. */
export type SweepStart =
  | "started"
  /** The sweep that runs has stood still, and is asked for again where it stands. */
  | "resumed"
  | "running"
  /** No sweep is due: only what is read with one call is looked at. */
  | "looked";

const hour = 60 * 60_000;
/** From the beginning of a sweep of everything to the next. */
const betweenSweepsMs = 6 * hour;
/** A message is tried again for an hour before it lies among the dead letters. */
const stillMs = hour / 4;
/** A sweep that did not end in a day never will. */
const longestMs = 24 * hour;
const mostAttempts = 30;

/** What starting a sweep needs of the outside. */
export type StartPorts = Pick<SweepPorts, "store" | "clock" | "sweeps" | "looks">;

/**
 * Starts a sweep where one is due, which it is when none ever ended; asks again for one that stands
 * still; else looks at the endpoints and the IAM inventory. May be called as often as one likes.
 */
export async function startSweep(ports: StartPorts): Promise<SweepStart> {
  const { store, clock, sweeps, looks } = ports;
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const stored = await store.load();
    const now = clock.now();
    const start = dueOf(stored, now.getTime());
    if (start === "looked") {
      await looks.send(firstLook({ kind: "endpoints" }));
      await looks.send(firstLook({ kind: "inventory" }));
    }
    if (start === "looked" || start === "running") return start;
    const time = now.toISOString();
    const sweep =
      start === "resumed" && stored.sweep !== null
        ? { ...stored.sweep, movedAt: time }
        : newSweep(stored.sweep, `sweep-${time}`, time);
    // A start that is killed after this stands still, and is resumed.
    if ((await store.commit(stored.revision, { sweep })) === "stale") continue;
    for (const message of awaitedMessages(sweep)) await sweeps.send(message);
    return start;
  }
  throw new StateContendedError(
    `a sweep: the state changed during each of ${mostAttempts} attempts`,
  );
}

function dueOf({ sweep, isComplete }: StoredState, now: number): SweepStart {
  if (sweep === null) return "started";
  const age = now - Date.parse(sweep.startedAt);
  if (sweep.endedAt === null) return age > longestMs ? "started" : runningOf(sweep, now);
  const isDue = age > betweenSweepsMs || (!isComplete && age > hour);
  return isDue ? "started" : "looked";
}

function runningOf({ movedAt }: SweepState, now: number): SweepStart {
  return now - Date.parse(movedAt) > stillMs ? "resumed" : "running";
}
