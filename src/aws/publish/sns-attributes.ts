import type { MessageAttributeValue } from "@aws-sdk/client-sns";
import type { Finding, RemediationStatus } from "../../guardrail/finding/finding.ts";

/** Keys that a filter policy can select by; a finding names more only when an endpoint or a principal changed. */
const mostKeys = 100;
/** Of what a message may hold, the finding itself is to have the most. */
const mostKeyCharacters = 20_000;
/** What AWS itself names so. */
const keyArn = /^arn:[!-~]{1,300}$/;
const eventName = /^\w{1,128}$/;

/**
 * What filter policies of subscriptions select findings by.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html
 */
export function snsAttributes(finding: Finding): Record<string, MessageAttributeValue> {
  const { severity, kind, event, remediation } = finding;
  const keys = keysOf(finding);
  const revert = revertOf(finding);
  return {
    severity: text(severity),
    kind: text(kind),
    mode: text(remediation.mode),
    status: text(remediation.status),
    ...(revert === null ? {} : { revert: text(revert) }),
    // Neither a text nor a list may be empty.
    ...(event !== null && eventName.test(event.eventName) ? { event: text(event.eventName) } : {}),
    ...(keys.length === 0 ? {} : { key: texts(keys) }),
  };
}

/** A revert that came to nothing may be approved again. */
const APPROVABLE: readonly RemediationStatus[] = [
  "awaitingApproval",
  "expired",
  "refused",
  "failed",
];

/** What the remediation function subscribes to; it finds out for itself whether it may. */
function revertOf({ remediation, notes }: Finding): "enforce" | "approved" | null {
  const { mode, status } = remediation;
  if (mode === "enforce" && status === "proposed") return "enforce";
  if (!APPROVABLE.includes(status)) return null;
  return notes.at(-1)?.code === "approved" ? "approved" : null;
}

/** The ARNs of the keys that a finding is about, the worst first. */
function keysOf({ resource, accessChanges }: Finding): readonly string[] {
  const own = resource.type === "AWS::KMS::Key" ? [resource.arn] : [];
  const keys = new Set([...own, ...accessChanges.flatMap(({ key }) => key ?? [])]);
  let left = mostKeyCharacters;
  return [...keys]
    .filter((key) => keyArn.test(key))
    .slice(0, mostKeys)
    .filter((key) => {
      left -= key.length;
      return left >= 0;
    });
}

function text(StringValue: string): MessageAttributeValue {
  return { DataType: "String", StringValue };
}

/** Any of the values matches. https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
function texts(values: readonly string[]): MessageAttributeValue {
  return { DataType: "String.Array", StringValue: JSON.stringify(values) };
}
