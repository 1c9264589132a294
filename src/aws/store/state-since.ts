import { sameJson } from "../../account/same-json.ts";
import type { StateWrite, StoredState } from "../../guardrail/ports.ts";
import { writeStored } from "../../guardrail/state/projection-write.ts";
import type { BodyStore } from "./body-store.ts";
import type { CommitEntry } from "./commit-log.ts";
import { stateOfItems } from "./read-state.ts";
import type { StateItem } from "./state-items.ts";

/** What one request reads besides the header; beyond so many, all items are read. */
const mostItems = 99;

/**
 * The items that have to be read to bring a state up to date, by the commits since; null: that takes
 * reading all of them.
 */
export function itemsSince(
  known: StoredState,
  commits: readonly CommitEntry[],
): readonly string[] | null {
  const names = new Set<string>();
  for (const [index, { revision, items }] of commits.entries()) {
    if (items === null || revision !== known.revision + 1 + index) return null;
    for (const name of items) names.add(name);
  }
  return names.size > mostItems ? null : [...names];
}

/** A state brought up to date: `items` are those of `names` that are still there, and the header. What did not change stays the same object. */
export async function stateSince(
  known: StoredState,
  names: readonly string[],
  items: readonly StateItem[],
  bodies: BodyStore,
): Promise<StoredState> {
  const read = await stateOfItems(items, bodies);
  const there = new Set(items.map(({ item }) => item));
  const gone = (prefix: string) =>
    names
      .filter((name) => name.startsWith(prefix) && !there.has(name))
      .map((name) => name.slice(prefix.length));
  const write: StateWrite = {
    isComplete: read.isComplete,
    ...(read.foldedThrough === null ? {} : { foldedThrough: read.foldedThrough }),
    account: sameJson(known.account, read.account) ? known.account : read.account,
    keys: read.keys,
    removedKeys: gone("KEY#"),
    ...(read.endpoints === null ? {} : { endpoints: read.endpoints }),
    removedEndpoints: gone("ENDPOINT#"),
    ...(read.authorizationDetails === null
      ? {}
      : { authorizationDetails: read.authorizationDetails }),
    events: read.events,
    removedEvents: gone("EVENT#"),
    ...(read.sweep === null ? {} : { sweep: read.sweep }),
  };
  return writeStored(known, write);
}
