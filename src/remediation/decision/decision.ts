import type { Finding } from "../../guardrail/finding/finding.ts";

/**
 * `approve`: make the calls; `reject`: never make them; `accept`: the new state is the baseline, it is
 * not reverted now nor when it comes back; `snooze`: hide the like until a time.
 */
export type DecisionKind = "approve" | "reject" | "accept" | "snooze";

/** What a person decided about a finding. */
export interface Decision {
  readonly findingId: string;
  readonly kind: DecisionKind;
  /** Who decided, as the channel that asked them knows them: an ARN, a chat user. */
  readonly by: string;
  readonly at: string;
  /** A snooze's end: ISO 8601. */
  readonly until?: string;
  readonly reason?: string;
  /** Of the calls that the person saw (`planHash`): another plan needs another decision. */
  readonly planHash: string;
  /** After this time the decision counts no more: ISO 8601. */
  readonly expires: string;
  /** Different for each decision; the same one twice is one decision delivered twice. */
  readonly nonce: string;
}

/** A decision as the one who asked the person vouches for it. */
export interface SignedDecision extends Decision {
  readonly signature: string;
}

/** Signs and compares, with a key that only those have who may ask people. */
export interface Signatures {
  /** SHA-256, in hexadecimal digits. */
  readonly digest: (text: string) => string;
  readonly sign: (text: string) => Promise<string>;
  readonly verify: (text: string, signature: string) => Promise<boolean>;
}

/** The hash of what would be done about a finding. */
export function planHash(
  { findingId, remediation }: Pick<Finding, "findingId" | "remediation">,
  { digest }: Pick<Signatures, "digest">,
): string {
  const calls = remediation.calls.map(({ service, operation, input }) => [
    service,
    operation,
    sorted(input),
  ]);
  return digest(JSON.stringify(["plan", findingId, calls]));
}

/** Signs a decision. */
export async function signDecision(
  decision: Decision,
  { sign }: Pick<Signatures, "sign">,
): Promise<SignedDecision> {
  return { ...decision, signature: await sign(decisionText(decision)) };
}

/** The text that is signed: every member at its place, so that no two decisions have one text. */
export function decisionText(decision: Decision): string {
  const { findingId, kind, by, at, until, reason, expires, nonce } = decision;
  return JSON.stringify([
    "kms-guardrail-decision-1",
    findingId,
    kind,
    by,
    at,
    until ?? null,
    reason ?? null,
    decision.planHash,
    expires,
    nonce,
  ]);
}

/** The same value whatever the order of its members, which a store need not keep. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return members
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => [name, sorted(member)]);
}
