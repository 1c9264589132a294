import type { Snapshot } from "../../account/snapshot.ts";
import { usageError } from "../cli-error.ts";

/** When a call would be made: after everything that the snapshots know of. */
export function callTime(
  at: number | null,
  snapshots: readonly Snapshot[],
  clock: () => number,
): string {
  const captured = snapshots.map(({ capturedAt }) => Date.parse(capturedAt ?? "1970-01-01"));
  const latest = Math.max(0, ...captured);
  if (at !== null && at < latest) {
    throw usageError(
      `\`--at\` is before the account snapshot was captured, ${timeText(latest)}`,
      "what-if tells what a command would do to the account as the snapshot has it",
    );
  }
  return timeText(at ?? Math.max(clock(), latest));
}

/** CloudTrail tells whole seconds; the one begun counts, so that nothing captured comes after it. */
function timeText(moment: number): string {
  return new Date(Math.ceil(moment / 1000) * 1000).toISOString().replace(/\.000Z$/, "Z");
}
