import type { AccessChange } from "./access-change.ts";

/** Joins changes that differ in their actions only; the actions come sorted. */
export function groupChanges(changes: readonly AccessChange[]): readonly AccessChange[] {
  const groups = new Map<string, AccessChange>();
  for (const change of changes) {
    const { actions, witness, ...rest } = change;
    const key = JSON.stringify(rest);
    const group = groups.get(key);
    groups.set(
      key,
      group === undefined
        ? change
        : {
            ...group,
            actions: [...group.actions, ...actions].sort(),
            witness: group.witness ?? witness,
          },
    );
  }
  return [...groups.values()];
}
