import type { Finding } from "../guardrail/finding/finding.ts";
import type { Notifier } from "../guardrail/ports.ts";

/** A notifier that remembers. */
export interface MemoryNotifier extends Notifier {
  /** All that was published, in its order. */
  readonly findings: () => readonly Finding[];
}

/** Keeps findings in memory. */
export function makeMemoryNotifier(): MemoryNotifier {
  const findings: Finding[] = [];
  return {
    findings: () => [...findings],
    publish: async (finding) => {
      findings.push(finding);
    },
  };
}
