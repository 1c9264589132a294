import type { PublishCommandInput } from "@aws-sdk/client-sns";
import { emailText } from "../../alerts/channels/email-text.ts";
import { qNotification } from "../../alerts/channels/q-notification.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import type { Home } from "../../guardrail/state/home.ts";
import { findingItemName, findingsScopeOf } from "../store/state-items.ts";
import { bytesOf, fitFinding } from "./fit-finding.ts";
import { snsAttributes } from "./sns-attributes.ts";

/** Body and attributes together. https://docs.aws.amazon.com/sns/latest/api/API_MessageAttributeValue.html */
const mostBytes = 262_144;

export interface TopicOptions {
  readonly topicArn: string;
  /** Where findings are kept whole; absent: nowhere. */
  readonly home?: Home;
  /** HTTPS subscriptions are told as Amazon Q Developer in chat applications reads it. */
  readonly isForAmazonQ?: boolean;
}

/**
 * The message of a finding, for each protocol its own: text for people, the finding as JSON for
 * everybody else, shortened until all of it fits.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-send-custom-platform-specific-payloads-mobile-devices.html
 */
export function snsMessage(finding: Finding, options: TopicOptions): PublishCommandInput {
  const { subject, body } = emailText(finding);
  const MessageAttributes = snsAttributes(finding);
  const room = mostBytes - bytesOf(subject) - bytesOf(JSON.stringify(MessageAttributes));
  const forPeople = {
    email: body,
    ...(options.isForAmazonQ === true ? { https: JSON.stringify(qNotification(finding)) } : {}),
  };
  const most = room - bytesOf(JSON.stringify({ default: "", ...forPeople }));
  const kept = whereKept(finding, options.home);
  const told = fitFinding(finding, most, { kept, sizeOf: bytesWithinJson });
  const Message = JSON.stringify({ default: told, ...forPeople });
  return {
    TopicArn: options.topicArn,
    Subject: subject,
    MessageStructure: "json",
    Message,
    MessageAttributes,
  };
}

/** JSON within JSON is longer than by itself: its quotes and escapes are escaped. */
function bytesWithinJson(json: string): number {
  return bytesOf(JSON.stringify(json)) - 2;
}

/**
 * The longest sort key: under a longer one nothing is kept.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const mostName = 1024;

function whereKept({ event }: Finding, home: Home | undefined): string | null {
  if (event === null || home === undefined) return null;
  const name = findingItemName(event.eventId);
  if (bytesOf(name) > mostName) return null;
  return `item \`${name}\` of scope \`${findingsScopeOf(home)}\` in the state table`;
}
