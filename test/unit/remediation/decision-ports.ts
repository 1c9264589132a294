import { makeHmacSignatures } from "../../../src/aws/hmac-signatures.ts";
import { makeMemoryLedger } from "../../../src/embedded/memory-ledger.ts";
import type { Finding } from "../../../src/guardrail/finding/finding.ts";
import {
  type Decision,
  planHash,
  type Signatures,
  type SignedDecision,
  signDecision,
} from "../../../src/remediation/decision/decision.ts";
import type { Ledger } from "../../../src/remediation/decision/ledger.ts";
import type { DecisionPorts } from "../../../src/remediation/decision/take-decision.ts";

export const signatures: Signatures = makeHmacSignatures(async () => "k".repeat(32));

/** Ports in memory, and what was published through them. */
export interface MemoryDecisionPorts extends DecisionPorts {
  readonly ledger: Ledger;
  readonly published: readonly Finding[];
}

export function decisionPorts(findings: readonly Finding[], now: string): MemoryDecisionPorts {
  const published: Finding[] = [];
  return {
    findings: { find: async (id) => findings.find(({ findingId }) => findingId === id) ?? null },
    ledger: makeMemoryLedger(),
    signatures,
    notifier: { publish: async (finding) => void published.push(finding) },
    clock: { now: () => new Date(now) },
    published,
  };
}

/** A signed decision about a finding, five minutes before it expires. */
export function decide(
  finding: Finding,
  kind: Decision["kind"],
  now: string,
  more: Partial<Decision> = {},
): Promise<SignedDecision> {
  const decision: Decision = {
    findingId: finding.findingId,
    kind,
    by: "arn:aws:iam::111122223333:user/olivia",
    at: now,
    planHash: planHash(finding, signatures),
    expires: new Date(Date.parse(now) + 300_000).toISOString(),
    nonce: `nonce-${kind}`,
    ...more,
  };
  return signDecision(decision, signatures);
}
