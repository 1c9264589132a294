import type { Finding } from "../finding/finding.ts";
import type { MessageQueue } from "../ports.ts";
import { firstLook, type LookedResource, type LookMessage, secondLookSeconds } from "./look.ts";

/** Remarks for which AWS did not show yet what an event told. */
const unconfirmed = new Set(["confirmLater", "changedMeanwhile"]);
/** KMS shows most changes within seconds, tags and aliases within five minutes. */
const usualDelaySeconds = 300;

/**
 * Asks for a look at the resource of a finding that cannot be confirmed yet: its effect lies ahead, or
 * AWS shows something else. The look says something only where it still does then.
 */
export async function lookAfterEvent(
  finding: Finding,
  now: Date,
  looks: MessageQueue<LookMessage> | undefined,
): Promise<void> {
  const resource = lookedAt(finding);
  if (looks === undefined || resource === null) return;
  const seconds = Math.ceil((Date.parse(finding.effectiveBy) - now.getTime()) / 1000);
  const isUnconfirmed = finding.notes.some(({ code }) => unconfirmed.has(code));
  if (seconds <= 0 && !isUnconfirmed) return;
  const delay = Math.max(seconds, isUnconfirmed ? usualDelaySeconds : 0);
  await looks.send(firstLook(resource, finding.findingId), Math.min(delay, secondLookSeconds));
}

function lookedAt({ resource: { type, arn } }: Finding): LookedResource | null {
  if (type === "AWS::KMS::Key") return { kind: "key", keyArn: arn };
  if (type === "AWS::EC2::VPCEndpoint") return { kind: "endpoints" };
  return type.startsWith("AWS::IAM::") ? { kind: "inventory" } : null;
}
