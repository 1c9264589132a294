import type { Finding } from "../guardrail/finding/finding.ts";
import type { StateStore, StoredState } from "../guardrail/ports.ts";
import { mayConflict } from "../guardrail/state/event-reach.ts";
import { nothingStored, writeStored } from "../guardrail/state/projection-write.ts";

/** Keeps recorded state in memory. */
export function makeMemoryStore(initial: StoredState = nothingStored): StateStore {
  let state = initial;
  /** The keys within which each commit lies, from the first one here on. */
  const commits: (readonly string[] | null)[] = [];
  const findings = new Map<string, Finding>();
  const isStale = (revision: number, within: readonly string[] | null = null): boolean =>
    commits.slice(revision - initial.revision).some((others) => mayConflict(within, others));
  return {
    load: async () => state,
    findings: async () => [...findings.values()],
    findingOf: async (eventId) => findings.get(eventId) ?? null,
    commit: async (revision, write, within) => {
      if (isStale(revision, within)) return "stale";
      commits.push(within ?? null);
      state = writeStored(state, write);
      for (const { eventId, finding } of write.judgements ?? []) {
        if (finding === null) findings.delete(eventId);
        else findings.set(eventId, finding);
      }
      return "saved";
    },
    isStale: async (revision, within) => isStale(revision, within),
  };
}
