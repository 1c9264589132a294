import type { StateStore } from "../../guardrail/ports.ts";
import type { Home } from "../../guardrail/state/home.ts";
import { observedAccount, placeEvents } from "../../guardrail/state/projection.ts";
import { createProjector } from "../../guardrail/state/projector.ts";
import type { RecordedEvents } from "../../remediation/revert/revert-ports.ts";
import { stateBefore } from "./place-in-history.ts";
import { recordedUnknowns } from "./recorded-unknowns.ts";

/** Finds events in what is recorded, with the account before and after them; nothing is read live. */
export function makeRecordedEvents(store: Pick<StateStore, "load">, home: Home): RecordedEvents {
  const project = createProjector();
  return {
    find: async (eventId) => {
      const stored = await store.load();
      const history = placeEvents(stored.events);
      const index = history.findIndex(({ event }) => event.eventId === eventId);
      const placed = history[index];
      // What was only read tells no event that a call would undo.
      if (placed === undefined || placed.drift !== undefined) return null;
      const { event, changes, record } = placed;
      const observed = observedAccount(stored, home);
      const states = project(observed, history, stored);
      const before = stateBefore(states, history, index, stored);
      return {
        event,
        changes,
        record,
        before: [before],
        current: [states.at(-1) ?? observed],
        unknowns: recordedUnknowns(event, changes, before, stored.isComplete),
      };
    },
  };
}
