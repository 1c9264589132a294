import type { LedgerEntry } from "./ledger.ts";

/**
 * Whether the revert of a finding was refused, or failed, and nobody decided since. By itself it is not
 * tried again; what spoke against it may have passed, so a person may ask for it again.
 */
export function isUndone(entries: readonly LedgerEntry[]): boolean {
  const last = entries.findLast(
    (entry) =>
      entry.kind === "outcome" || (entry.kind === "decision" && entry.decision.kind !== "snooze"),
  );
  return last?.kind === "outcome" && (last.status === "refused" || last.status === "failed");
}
