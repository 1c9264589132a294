import type { Actor, FindingEvent } from "../../guardrail/finding/finding.ts";
import type { Names } from "./names.ts";
import { timeText } from "./time-text.ts";

/** What was called and when. */
export function eventText({ eventName, eventSource, eventTime }: FindingEvent): string {
  const service = eventSource.replace(/\.amazonaws\.com(\.cn)?$/, "");
  return `${service}:${eventName}, ${timeText(eventTime)}`;
}

/** Who called, through what, from where. */
export function callerText(event: FindingEvent, names: Names): string {
  const { actor, sourceIPAddress, vpcEndpointId } = event;
  const through =
    actor.invokedBy === null || actor.arn === null ? "" : ` through ${actor.invokedBy}`;
  const isAddress = sourceIPAddress !== null && sourceIPAddress !== actor.invokedBy;
  const from = isAddress ? ` from ${sourceIPAddress}` : "";
  const endpoint = vpcEndpointId === null ? "" : ` by way of ${vpcEndpointId}`;
  return `${actorText(actor, names)}${through}${from}${endpoint}`;
}

function actorText({ arn, sessionIssuerArn, invokedBy, type }: Actor, names: Names): string {
  if (arn !== null) return names.principal(arn).replace(/^assumed-role\//, "");
  if (sessionIssuerArn !== null) return names.principal(sessionIssuerArn);
  if (type === "AWSAccount") return "somebody of another account";
  return invokedBy ?? type ?? "nobody whom the record names";
}
