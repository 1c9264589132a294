import { isUnreadable, type Snapshot } from "../../account/snapshot.ts";
import type {
  AccountState,
  Clock,
  LiveReader,
  LoadedAccount,
  StateStore,
  StateWrite,
} from "../../guardrail/ports.ts";
import type { Home } from "../../guardrail/state/home.ts";
import {
  observedAccount,
  type PlacedEvent,
  placeEvents,
} from "../../guardrail/state/projection.ts";
import { confirmChanges } from "../../guardrail/state/projection-confirm.ts";
import { foldOldest } from "../../guardrail/state/projection-fold.ts";
import { createProjector } from "../../guardrail/state/projector.ts";
import { type LiveParts, readLiveParts } from "./live-parts.ts";
import { placeInHistory } from "./place-in-history.ts";
import { recordedUnknowns } from "./recorded-unknowns.ts";
import { isOfHome } from "./unrecorded-state.ts";

/**
 * The state of a guardrail that keeps one: what is recorded comes first, and the live account is
 * read where nothing is recorded yet, and to confirm what the event did. The event itself is what
 * is kept, at the place in time where it belongs.
 */
export function makeRecordedState(
  store: StateStore,
  reader: LiveReader,
  home: Home,
  clock: Clock,
): AccountState {
  const project = createProjector();
  let known: readonly PlacedEvent[] = [];
  return {
    load: async (event, changes, record, revertCall): Promise<LoadedAccount> => {
      if (!isOfHome(event, home)) {
        return { snapshots: [], unknowns: [], save: async () => "saved" };
      }
      const stored = await store.load();
      const placed = placeEvents(stored.events, known);
      known = placed;
      const observed = observedAccount(stored, home);
      const states = project(observed, placed, stored);
      const account = states.at(-1) ?? observed;
      if (stored.events.some(({ eventId }) => eventId === event.eventId)) {
        const { findingOf } = store;
        return { ...nothingToTell, snapshots: [account], isRecorded: true, findingOf };
      }
      const now = () => clock.now().toISOString();
      const live = await readLiveParts(reader, account, stored, changes, now);
      const mine: PlacedEvent = {
        ...{ event, changes, record, findingId: null },
        ...(revertCall === undefined ? {} : { revertCall }),
      };
      const place = placeInHistory(home, live, { stored, placed, states }, mine, project);
      const { history, before, later, current, within } = place;
      return {
        snapshots: [before],
        unknowns: recordedUnknowns(event, changes, before, stored.isComplete),
        remarks: [
          ...confirmChanges({ changes, before, current, live: asRead(current, live) }),
          ...live.unconfirmed,
        ],
        later,
        findingOf: store.findingOf,
        isStale: () =>
          store.isStale(stored.revision, isOfKeys(live.unrecorded) ? within : undefined),
        save: (_after, judgements = []) => {
          const told = new Map(judgements.map(({ eventId, finding }) => [eventId, finding]));
          const folded = foldOldest(live.stored, history, home, now());
          const gone = new Set(folded.removedEvents);
          const write: StateWrite = {
            ...mergeWrites(live.unrecorded, folded),
            // What came before it was not judged.
            events: history
              .slice(history.indexOf(mine))
              .filter(({ event: { eventId } }) => eventId === event.eventId || told.has(eventId))
              .filter(({ event: { eventId } }) => !gone.has(eventId))
              .map(({ event: { eventId, eventTime }, changes: _, drift, ...kept }) => ({
                ...{ eventId, eventTime, ...kept },
                findingId: told.get(eventId)?.findingId ?? null,
              })),
            judgements,
          };
          return store.commit(stored.revision, write, isOfKeys(write) ? within : undefined);
        },
      };
    },
  };
}

/** Whether a write records nothing but keys and events. */
function isOfKeys({ foldedThrough, endpoints, authorizationDetails }: StateWrite): boolean {
  return [foldedThrough, endpoints, authorizationDetails].every((part) => part === undefined);
}

/** What was folded has what was read in it. */
function mergeWrites(read: StateWrite, folded: StateWrite): StateWrite {
  const names = new Set((folded.keys ?? []).map(({ value }) => value.metadata.Arn));
  const ids = new Set((folded.endpoints ?? []).map(({ value }) => value.VpcEndpointId));
  const endpoints = [
    ...(read.endpoints ?? []).filter(({ value }) => !ids.has(value.VpcEndpointId)),
    ...(folded.endpoints ?? []),
  ];
  return {
    ...read,
    ...folded,
    keys: [
      ...(read.keys ?? []).filter(({ value }) => !names.has(value.metadata.Arn)),
      ...(folded.keys ?? []),
    ],
    ...(read.endpoints === undefined && folded.endpoints === undefined ? {} : { endpoints }),
  };
}

const nothingToTell = { unknowns: [], save: async () => "saved" as const };

/** The state with the touched resources as they were read. */
function asRead(current: Snapshot, { keys, endpoints }: LiveParts): Snapshot {
  const read = new Map(keys.map((key) => [key.metadata.Arn, key]));
  return {
    ...current,
    keys: isUnreadable(current.keys)
      ? current.keys
      : current.keys.map((key) => read.get(key.metadata.Arn) ?? key),
    ...(endpoints === null ? {} : { vpcEndpoints: endpoints }),
  };
}
