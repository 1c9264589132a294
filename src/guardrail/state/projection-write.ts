import type { StateWrite, StoredState } from "../ports.ts";

/** A state of which nothing is recorded. */
export const nothingStored: StoredState = {
  revision: 0,
  isComplete: false,
  foldedThrough: null,
  account: {},
  keys: [],
  endpoints: null,
  authorizationDetails: null,
  events: [],
  sweep: null,
};

/** The stored state after a commit. */
export function writeStored(state: StoredState, write: StateWrite): StoredState {
  return {
    revision: state.revision + 1,
    isComplete: write.isComplete ?? state.isComplete,
    foldedThrough: write.foldedThrough ?? state.foldedThrough,
    account: write.account ?? state.account,
    keys: merged(state.keys, write.keys, write.removedKeys, ({ value }) => value.metadata.Arn),
    endpoints:
      state.endpoints === null && write.endpoints === undefined
        ? null
        : merged(
            state.endpoints ?? [],
            write.endpoints,
            write.removedEndpoints,
            ({ value }) => value.VpcEndpointId,
          ),
    authorizationDetails: write.authorizationDetails ?? state.authorizationDetails,
    events: merged(state.events, write.events, write.removedEvents, ({ eventId }) => eventId),
    sweep: write.sweep ?? state.sweep,
  };
}

/** The items with some put in their place and some removed, in the order of their names. */
function merged<T>(
  items: readonly T[],
  put: readonly T[] = [],
  removed: readonly string[] = [],
  nameOf: (item: T) => string,
): readonly T[] {
  if (put.length === 0 && removed.length === 0) return items;
  const byName = new Map([...items, ...put].map((item) => [nameOf(item), item]));
  for (const name of removed) byName.delete(name);
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}
