import { isUnreadable, type Snapshot } from "../../account/snapshot.ts";
import type { Observed, StateWrite, StoredState } from "../ports.ts";
import type { Home } from "./home.ts";
import { observedAccount, type PlacedEvent, projectEvents } from "./projection.ts";

/** EventBridge hands an event over for a day, Lambda keeps it for six hours more. */
const longestDeliveryMs = 32 * 60 * 60_000;
/** So many events are kept at most, but for those that are still likely to be followed by earlier ones. */
const mostEvents = 1000;
const likelyLatenessMs = 15 * 60_000;
/** What one commit folds: each event changes a key or two, and a commit is one transaction. */
const mostFolded = 40;

/**
 * Takes into the resources the oldest events, before which none is expected any more: what they made
 * of the resources is written in place of them. Nothing where there is none.
 */
export function foldOldest(
  stored: StoredState,
  history: readonly PlacedEvent[],
  home: Home,
  now: string,
): StateWrite {
  const oldest = history.slice(0, mostFolded);
  const due = oldest.findIndex(
    ({ event }, index) => !isDue(event.eventTime, history.length - index, now),
  );
  // The newest event stays: its time tells through when.
  const next = history[due < 0 ? Math.min(oldest.length, history.length - 1) : due];
  if (next === undefined) return {};
  // Events of one second are folded together: the time alone tells what is in the resources.
  const foldedThrough = next.event.eventTime;
  const folded = oldest.filter(({ event }) => isBefore(event.eventTime, foldedThrough));
  if (folded.length === 0) return {};
  const before = observedAccount(stored, home);
  return {
    foldedThrough: latest(foldedThrough, stored.foldedThrough),
    removedEvents: folded.map(({ event }) => event.eventId),
    ...difference(stored, before, projectEvents(before, folded, stored)),
  };
}

function isDue(eventTime: string, eventsFrom: number, now: string): boolean {
  const age = Date.parse(now) - Date.parse(eventTime);
  return age > longestDeliveryMs || (eventsFrom > mostEvents && age > likelyLatenessMs);
}

/** A late event does not bring back what was folded. */
function latest(a: string, b: string | null): string {
  return b === null || isBefore(b, a) ? a : b;
}

function isBefore(a: string, b: string): boolean {
  return Date.parse(a) < Date.parse(b);
}

/** What the resources have become: those that are the same object did not change. */
function difference(stored: StoredState, before: Snapshot, after: Snapshot): StateWrite {
  const at = new Map([
    ...stored.keys.map(({ value, observedAt }) => [value.metadata.Arn, observedAt] as const),
    ...(stored.endpoints ?? []).map(
      ({ value, observedAt }) => [value.VpcEndpointId, observedAt] as const,
    ),
  ]);
  const keys = moved(listed(before.keys), listed(after.keys), ({ metadata }) => metadata.Arn);
  const endpoints = moved(
    listed(before.vpcEndpoints),
    listed(after.vpcEndpoints),
    ({ VpcEndpointId }) => VpcEndpointId,
  );
  const observe = <T>(value: T, name: string): Observed<T> => ({
    value,
    observedAt: at.get(name) ?? firstTime,
  });
  const details = after.authorizationDetails;
  const inventory = stored.authorizationDetails;
  const hasNewDetails =
    details !== before.authorizationDetails && details !== undefined && !isUnreadable(details);
  return {
    keys: keys.put.map((key) => observe(key, key.metadata.Arn)),
    removedKeys: keys.removed,
    ...(stored.endpoints === null
      ? {}
      : {
          endpoints: endpoints.put.map((one) => observe(one, one.VpcEndpointId)),
          removedEndpoints: endpoints.removed,
        }),
    ...(hasNewDetails && inventory !== null
      ? { authorizationDetails: { ...inventory, value: details } }
      : {}),
  };
}

/** Of what an event created nothing was read. */
const firstTime = "1970-01-01T00:00:00.000Z";

function listed<T>(part: readonly T[] | object | undefined): readonly T[] {
  return Array.isArray(part) ? (part as readonly T[]) : [];
}

function moved<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (item: T) => string,
): { readonly put: readonly T[]; readonly removed: readonly string[] } {
  const old = new Set(before);
  const names = new Set(after.map(nameOf));
  return {
    put: after.filter((item) => !old.has(item)),
    removed: before.map(nameOf).filter((name) => !names.has(name)),
  };
}
