import type { Snapshot } from "../../account/snapshot.ts";
import type { StoredState } from "../ports.ts";
import { type PlacedEvent, projectEvents } from "./projection.ts";

/** The state before each event of a history, and after all of them at the end. */
export type Projector = (
  start: Snapshot,
  history: readonly PlacedEvent[],
  stored: StoredState,
) => readonly Snapshot[];

interface Projection {
  readonly start: Snapshot;
  readonly history: readonly PlacedEvent[];
  /** What of the events the resources tell already. */
  readonly readThrough: string;
  readonly states: readonly Snapshot[];
}

/**
 * Projects histories, and goes on from where the last one is the same: the next event mostly comes
 * after all others. States that are the same objects stay compiled.
 */
export function createProjector(): Projector {
  let last: Projection | null = null;
  return (start, history, stored) => {
    const { foldedThrough, authorizationDetails } = stored;
    const readThrough = `${foldedThrough} ${authorizationDetails?.observedAt}`;
    const isSame = last?.readThrough === readThrough && haveSameParts(last.start, start);
    const known = isSame && last !== null ? last : null;
    const shared = known === null ? 0 : sharedEvents(known.history, history);
    const states = known === null ? [start] : known.states.slice(0, shared + 1);
    for (const placed of history.slice(shared)) {
      states.push(projectEvents(states.at(-1) ?? start, [placed], stored));
    }
    last = { start: states[0] ?? start, history, readThrough, states };
    return states;
  };
}

function sharedEvents(a: readonly PlacedEvent[], b: readonly PlacedEvent[]): number {
  const end = Math.min(a.length, b.length);
  for (let index = 0; index < end; index++) {
    const [one, other] = [a[index], b[index]];
    if (one !== other && one?.event.eventId !== other?.event.eventId) return index;
  }
  return end;
}

/** Whether two snapshots were put together from the same parts. */
function haveSameParts(a: Snapshot, b: Snapshot): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Snapshot>;
  return [...names].every((name) => isSamePart(a[name], b[name]));
}

function isSamePart(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
