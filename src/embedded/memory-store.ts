import type { Finding } from "../guardrail/finding/finding.ts";
import type { StateStore, StoredState } from "../guardrail/ports.ts";
import { nothingStored, writeStored } from "../guardrail/state/projection-write.ts";

/** Keeps recorded state in memory. */
export function makeMemoryStore(initial: StoredState = nothingStored): StateStore {
  let state = initial;
  const findings = new Map<string, Finding>();
  return {
    load: async () => state,
    findings: async () => [...findings.values()],
    findingOf: async (eventId) => findings.get(eventId) ?? null,
    commit: async (revision, write) => {
      if (revision !== state.revision) return "stale";
      state = writeStored(state, write);
      for (const { eventId, finding } of write.judgements ?? []) {
        if (finding === null) findings.delete(eventId);
        else findings.set(eventId, finding);
      }
      return "saved";
    },
  };
}
