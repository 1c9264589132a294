import type { Finding } from "../../guardrail/finding/finding.ts";
import { subjectOfFinding } from "../decision/revert-subject.ts";
import { type Limited, limitOf, limitsSince, type RevertLimits } from "./revert-limits.ts";
import type { RevertPorts } from "./revert-ports.ts";

/** Why enforcement asks first now; what ends it for longer is written down. null: it goes on. */
export async function limitNow(
  finding: Finding,
  { ledger, clock }: Pick<RevertPorts, "ledger" | "clock">,
  limits: RevertLimits,
): Promise<Pick<Limited, "code" | "text"> | null> {
  const at = clock.now().toISOString();
  const since = limitsSince(limits, at);
  const [intents, outcomes, stops, decisions] = await Promise.all([
    ledger.since("intent", since),
    ledger.since("outcome", since),
    ledger.since("stop", since),
    ledger.since("decision", since),
  ]);
  const subject = subjectOfFinding(finding);
  const limited = limitOf(subject, { intents, outcomes, stops, decisions }, limits, at);
  if (limited === null) return null;
  const { code, text, stop } = limited;
  if (stop !== null) {
    const { findingId } = finding;
    const { resource } = subject;
    await ledger.append({ kind: "stop", id: "stop", findingId, at, resource, text, ...stop });
  }
  return { code, text };
}
