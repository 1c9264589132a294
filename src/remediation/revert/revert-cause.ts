import type { Finding } from "../../guardrail/finding/finding.ts";
import { decisionText, planHash, type Signatures } from "../decision/decision.ts";
import type { DecisionEntry, LedgerEntry, RevertCause } from "../decision/ledger.ts";

/** Why a revert may be made, or why nothing is done, or what is told instead. */
export type FoundCause =
  | { readonly cause: RevertCause }
  | { readonly passedOver: string }
  | { readonly ends: "expired" | "refused"; readonly code: string; readonly text: string };

/**
 * Finds in the finding that was kept and in the ledger why its revert may be made: a person's yes
 * that is vouched for and still counts, or the mode `enforce`. A message that asks for it says
 * nothing.
 */
export async function causeOfRevert(
  finding: Finding,
  entries: readonly LedgerEntry[],
  signatures: Pick<Signatures, "digest" | "verify">,
  now: Date,
): Promise<FoundCause> {
  const decided = entries
    .filter((entry) => entry.kind === "decision")
    .filter(({ decision }) => decision.kind !== "snooze");
  const last = decided.at(-1);
  if (last !== undefined) return causeOfDecision(finding, last, signatures, now);
  const { mode, status } = finding.remediation;
  const isAsked = entries.some(
    (entry) => entry.kind === "outcome" && entry.status === "awaitingApproval",
  );
  if (isAsked || status === "awaitingApproval") return { passedOver: "it waits for an approval" };
  return mode === "enforce" && status === "proposed"
    ? { cause: "enforce" }
    : { passedOver: `the finding is \`${status}\` in the mode \`${mode}\`` };
}

async function causeOfDecision(
  finding: Finding,
  { decision }: DecisionEntry,
  signatures: Pick<Signatures, "digest" | "verify">,
  now: Date,
): Promise<FoundCause> {
  const { kind, by, expires, signature, findingId } = decision;
  if (kind !== "approve") return { passedOver: `\`${by}\` decided ${kind}` };
  const isOurs =
    findingId === finding.findingId &&
    decision.planHash === planHash(finding, signatures) &&
    (await signatures.verify(decisionText(decision), signature));
  if (!isOurs) {
    const text = "the approval is not signed as it stands, or for another plan";
    return { ends: "refused", code: "approvalForged", text };
  }
  if (Date.parse(expires) > now.getTime()) return { cause: "approved" };
  const text = `the approval by \`${by}\` counted until ${expires}`;
  return { ends: "expired", code: "approvalExpired", text };
}
