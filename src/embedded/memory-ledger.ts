import type { Ledger, LedgerEntry } from "../remediation/decision/ledger.ts";

/** Keeps a ledger in memory. */
export function makeMemoryLedger(): Ledger {
  const entries: LedgerEntry[] = [];
  return {
    append: async (entry) => {
      const isTaken = entries.some(
        ({ findingId, id }) => findingId === entry.findingId && id === entry.id,
      );
      if (isTaken) return "taken";
      entries.push(structuredClone(entry));
      return "appended";
    },
    ofFinding: async (findingId) =>
      inOrder(entries.filter((entry) => entry.findingId === findingId)),
    since: async (kind, at) =>
      inOrder(
        entries.filter(
          (entry): entry is Extract<LedgerEntry, { readonly kind: typeof kind }> =>
            entry.kind === kind && entry.at >= at,
        ),
      ),
  };
}

/** By time; of one time as they were written. */
function inOrder<Entry extends LedgerEntry>(entries: readonly Entry[]): readonly Entry[] {
  return structuredClone(entries.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)));
}
