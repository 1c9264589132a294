import { applyChange } from "../../account/apply/apply-change.ts";
import { applyObservation } from "../../account/attributes/observation.ts";
import type { Change } from "../../account/change.ts";
import { partitionOfRegion } from "../../account/partition-of-region.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import { insertEvent } from "../../cloudtrail/order-events.ts";
import { parseRecord } from "../../cloudtrail/parse-record.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { StoredEvent, StoredState } from "../ports.ts";
import { type Drift, eventOfDrift, readDrift } from "./drift.ts";
import type { Home } from "./home.ts";

/** An event of the state, understood. */
export interface PlacedEvent {
  readonly event: TrailEvent;
  readonly changes: readonly Change[];
  readonly record: unknown;
  readonly findingId: string | null;
  readonly revertCall?: number;
  /** What was read in place of an event that never came; absent: it is an event. */
  readonly drift?: Drift;
}

/**
 * The events of the state in the order in which they happened, each once. The order depends on the
 * events alone, so whoever knows the same events knows the same history, however they arrived.
 * `known`: events placed before, which are neither read nor put in order again.
 */
export function placeEvents(
  events: readonly StoredEvent[],
  known: readonly PlacedEvent[] = [],
): readonly PlacedEvent[] {
  const stored = new Map(events.map((event) => [event.record, event]));
  const placed: PlacedEvent[] = [];
  for (const same of known) {
    const event = stored.get(same.record);
    if (event === undefined) continue;
    stored.delete(same.record);
    const { findingId } = event;
    placed.push(same.findingId === findingId ? same : { ...same, findingId });
  }
  return [...stored.values()]
    .flatMap(understand)
    .reduce<readonly PlacedEvent[]>(insertEvent, placed);
}

/** Nothing: it changed nothing. */
function understand({ record, findingId, revertCall }: StoredEvent): readonly PlacedEvent[] {
  const drift = readDrift(record);
  if (drift !== null) {
    return [{ event: eventOfDrift(drift), changes: [], record, findingId, drift }];
  }
  const parsed = parseRecord(record);
  if (parsed.outcome !== "change") return [];
  const { event, changes } = parsed;
  return [
    { event, changes, record, findingId, ...(revertCall === undefined ? {} : { revertCall }) },
  ];
}

/** The account as its resources were read, without the events since. */
export function observedAccount(stored: StoredState, { account, region }: Home): Snapshot {
  const { keys, endpoints, authorizationDetails } = stored;
  return {
    schemaVersion: 1,
    account,
    region,
    partition: partitionOfRegion(region),
    ...stored.account,
    keys: keys.map(({ value }) => value),
    ...(endpoints === null ? {} : { vpcEndpoints: endpoints.map(({ value }) => value) }),
    ...(authorizationDetails === null ? {} : { authorizationDetails: authorizationDetails.value }),
  };
}

/** The account after events: state is what was read, and what happened since. */
export function projectEvents(
  start: Snapshot,
  events: readonly PlacedEvent[],
  stored: StoredState,
): Snapshot {
  return events.reduce(
    (state, { event, changes, drift }) =>
      drift === undefined
        ? changes
            .filter((change) => !isReadAlready(event, change, stored))
            .reduce(applyChange, state)
        : applyObservation(state, drift.observation),
    start,
  );
}

/**
 * How long IAM may tell what was before a call: it is eventually consistent.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html
 */
const inventoryLagMs = 60_000;

/** What happened long before a resource was read is in it, and so is what was folded into it. */
export function isReadAlready(
  { eventTime }: TrailEvent,
  { kind }: Change,
  { authorizationDetails, foldedThrough }: StoredState,
): boolean {
  const time = Date.parse(eventTime);
  if (foldedThrough !== null && time < Date.parse(foldedThrough)) return true;
  if (authorizationDetails === null || !kind.startsWith("iam-")) return false;
  return time < Date.parse(authorizationDetails.observedAt) - inventoryLagMs;
}
