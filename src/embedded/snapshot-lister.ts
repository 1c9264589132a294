import { isUnreadable, type Snapshot } from "../account/snapshot.ts";
import type { KeyLister } from "../guardrail/ports.ts";

/** Lists a snapshot's keys as if it were the live account, in pages. */
export function makeSnapshotLister(snapshot: () => Snapshot, pageSize = 100): KeyLister {
  return {
    listKeys: async (marker) => {
      const { keys } = snapshot();
      if (isUnreadable(keys)) return keys;
      const start = Number(marker ?? 0);
      const end = start + pageSize;
      return {
        keyArns: keys.slice(start, end).map(({ metadata }) => metadata.Arn),
        next: end < keys.length ? String(end) : null,
      };
    },
  };
}
