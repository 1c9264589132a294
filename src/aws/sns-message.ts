import type { MessageAttributeValue, PublishCommandInput } from "@aws-sdk/client-sns";
import type { Finding } from "../guardrail/finding.ts";
import { bytesOf, fitFinding } from "./fit-finding.ts";
import { snsSubject } from "./sns-subject.ts";

/** Body and attributes together. https://docs.aws.amazon.com/sns/latest/api/API_MessageAttributeValue.html */
const mostBytes = 262_144;
/** Keys that a filter policy can select by; a finding names more only when an endpoint or a principal changed. */
const mostKeys = 100;

/**
 * The message of a finding: itself as JSON, with attributes for subscriptions' filter policies.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html
 */
export function snsMessage(finding: Finding, topicArn: string): PublishCommandInput {
  const Subject = snsSubject(finding);
  const MessageAttributes = attributesOf(finding);
  const room = mostBytes - bytesOf(Subject) - bytesOf(JSON.stringify(MessageAttributes));
  return {
    TopicArn: topicArn,
    Subject,
    Message: fitFinding(finding, room),
    MessageAttributes,
  };
}

function attributesOf(finding: Finding): Record<string, MessageAttributeValue> {
  const keys = keysOf(finding);
  return {
    severity: text(finding.severity),
    kind: text(finding.kind),
    // Neither a text nor a list may be empty.
    ...(finding.event === null ? {} : { eventName: text(finding.event.eventName) }),
    ...(keys.length === 0 ? {} : { key: texts(keys) }),
  };
}

/** The ARNs of the keys that a finding is about, the worst first. */
function keysOf({ resource, accessChanges }: Finding): readonly string[] {
  const keys = new Set<string>(resource.type === "AWS::KMS::Key" ? [resource.arn] : []);
  for (const { key } of accessChanges) {
    if (key !== null) keys.add(key);
    if (keys.size >= mostKeys) break;
  }
  return [...keys];
}

function text(StringValue: string): MessageAttributeValue {
  return { DataType: "String", StringValue };
}

/** Any of the values matches. https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
function texts(values: readonly string[]): MessageAttributeValue {
  return { DataType: "String.Array", StringValue: JSON.stringify(values) };
}
