import type { SnapshotKey } from "../snapshot.ts";

/** Whether a change that happens from some states only happens to this key; an unknown state may be any. */
export function changesFrom(key: SnapshotKey, states: readonly string[] | undefined): boolean {
  const { KeyState } = key.metadata;
  return states === undefined || KeyState === undefined || states.includes(KeyState);
}
