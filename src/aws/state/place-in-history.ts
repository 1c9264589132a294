import type { Change } from "../../account/change.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import { insertEvent } from "../../cloudtrail/order-events.ts";
import type { LaterEvent, StoredState } from "../../guardrail/ports.ts";
import { isSameFor, keysWithin, mayConflict } from "../../guardrail/state/event-reach.ts";
import type { Home } from "../../guardrail/state/home.ts";
import { changesWhomOthersName } from "../../guardrail/state/named-in-key.ts";
import {
  observedAccount,
  type PlacedEvent,
  projectEvents,
} from "../../guardrail/state/projection.ts";
import type { Projector } from "../../guardrail/state/projector.ts";
import type { Unknown } from "../../kms/decision.ts";
import type { LiveParts } from "./live-parts.ts";
import { observedBefore } from "./recorded-before.ts";
import { recordedUnknowns } from "./recorded-unknowns.ts";

/** An event among those that are recorded. */
export interface HistoryPlace {
  /** All events with this one, in their order. */
  readonly history: readonly PlacedEvent[];
  readonly before: Snapshot;
  /** The events after it to which it matters, each with the state before that. */
  readonly later: readonly LaterEvent[];
  /** The state after all. */
  readonly current: Snapshot;
  /** The keys in which all these lie; absent: not in keys alone. */
  readonly within?: readonly string[];
}

/** What was recorded when an event was loaded: the events in their order, and the states before each and after all. */
export interface RecordedHistory {
  readonly stored: StoredState;
  readonly placed: readonly PlacedEvent[];
  readonly states: readonly Snapshot[];
}

/** Puts an event in its place. */
export function placeInHistory(
  home: Home,
  live: LiveParts,
  recorded: RecordedHistory,
  mine: PlacedEvent,
  project: Projector,
): HistoryPlace {
  const { stored } = live;
  const history = insertEvent(recorded.placed, mine);
  const observed = { ...observedAccount(stored, home), ...live.untold };
  const states = project(observed, history, stored);
  const before = (index: number) => stateBefore(states, history, index, stored);
  const index = history.indexOf(mine);
  const after = projectEvents(before(index), [mine], stored);
  const arns = keysWithin(mine.changes);
  const own = arns === null || changesWhomOthersName(arns, before(index), after) ? null : arns;
  const touched = history
    .slice(index + 1)
    .map((one, offset) => ({ ...one, index: index + 1 + offset }))
    .filter(({ changes }) => mayConflict(own, keysWithin(changes)));
  const isOfAliases = mine.changes.every(({ kind }) => kind === "alias-set");
  const later = touched.map(({ event, changes, record, findingId, index: place }): LaterEvent => {
    const one = { eventId: event.eventId, record, findingId };
    const now = lookBefore(states, history, place, stored);
    const then = () => lookBefore(recorded.states, recorded.placed, place - 1, recorded.stored);
    if (isOfAliases) {
      const isMoved = !isSameFor(changes, then().snapshots[0], now.snapshots[0]);
      return { ...one, ...now, isMoved };
    }
    if (own === null || !isOfIam(changes)) return { ...one, ...now };
    return { ...one, ...now, onlyIn: { keyArns: own, ...then() } };
  });
  const within = allOrNull([own, ...touched.map(({ changes }) => keysWithin(changes))])?.flat();
  return {
    ...{ history, before: before(index), later, current: states.at(-1) ?? observed },
    ...(within === undefined ? {} : { within }),
  };
}

/** The state before the event at an index of a history, as it is judged. */
function lookBefore(
  states: readonly Snapshot[],
  history: readonly PlacedEvent[],
  index: number,
  stored: StoredState,
): { readonly snapshots: readonly [Snapshot]; readonly unknowns: readonly Unknown[] } {
  const snapshot = stateBefore(states, history, index, stored);
  const { event, changes } = history[index] as PlacedEvent;
  const unknowns = recordedUnknowns(event, changes, snapshot, stored.isComplete);
  return { snapshots: [snapshot], unknowns };
}

/** How an event may be undone does not depend on keys where it changed nothing but IAM. */
function isOfIam(changes: readonly Change[]): boolean {
  return changes.length > 0 && changes.every(({ kind }) => kind.startsWith("iam-"));
}

function allOrNull<T>(items: readonly (T | null)[]): readonly T[] | null {
  const some = items.filter((item) => item !== null);
  return some.length === items.length ? some : null;
}

/** The state before the event at an index of a history: of what was read only after the event, what was before is unknown. */
export function stateBefore(
  states: readonly Snapshot[],
  history: readonly PlacedEvent[],
  index: number,
  stored: StoredState,
): Snapshot {
  const [observed, placed] = [states[0], history[index]];
  if (observed === undefined || placed === undefined) throw new RangeError("no such event");
  const start = observedBefore(observed, stored, placed.event, placed.changes);
  return start === observed
    ? (states[index] ?? observed)
    : projectEvents(start, history.slice(0, index), stored);
}
