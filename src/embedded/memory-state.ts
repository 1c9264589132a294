import type { Snapshot } from "../account/snapshot.ts";
import type { AccountState } from "../guardrail/ports.ts";

/** An account that lives in memory. */
export interface MemoryState extends AccountState {
  /** The account as it is now. */
  readonly snapshots: () => readonly Snapshot[];
}

/** Keeps snapshots in memory; of two that are judged at a time, the one that is kept later is stale. */
export function makeMemoryState(initial: readonly Snapshot[]): MemoryState {
  let current = initial;
  return {
    snapshots: () => current,
    load: async () => {
      const loaded = current;
      return {
        snapshots: loaded,
        unknowns: [],
        save: async (after) => {
          if (!isSame(current, loaded)) return "stale";
          current = after;
          return "saved";
        },
      };
    },
  };
}

/** A change makes a new snapshot, so identity tells whether there was one. */
function isSame(a: readonly Snapshot[], b: readonly Snapshot[]): boolean {
  return a.length === b.length && a.every((snapshot, index) => snapshot === b[index]);
}
