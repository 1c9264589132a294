import type { PublishCommandInput } from "@aws-sdk/client-sns";
import { emailText } from "../alerts/email-text.ts";
import { qNotification } from "../alerts/q-notification.ts";
import type { Finding } from "../guardrail/finding.ts";
import type { Home } from "../guardrail/projection.ts";
import { bytesOf, fitFinding } from "./fit-finding.ts";
import { snsAttributes } from "./sns-attributes.ts";
import { findingItemName, findingsScopeOf } from "./store/state-items.ts";

/** Body and attributes together. https://docs.aws.amazon.com/sns/latest/api/API_MessageAttributeValue.html */
const mostBytes = 262_144;

/** A finding is larger than a message may be, whatever is left out. */
export class MessageTooLongError extends Error {
  override readonly name = "MessageTooLongError";
  readonly code = "E_MESSAGE_TOO_LONG";
}

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
  const kept = whereKept(finding, options.home);
  const messageOf = (most: number) =>
    JSON.stringify({ default: fitFinding(finding, most, kept), ...forPeople });
  const Message = fitting(messageOf, room);
  return {
    TopicArn: options.topicArn,
    Subject: subject,
    MessageStructure: "json",
    Message,
    MessageAttributes,
  };
}

const mostTries = 20;

/** The longest message that fits: JSON within JSON is longer than by itself, by how much depends on its quotes. */
function fitting(messageOf: (most: number) => string, room: number): string {
  let most = room;
  for (let attempt = 1; attempt <= mostTries; attempt++) {
    const message = messageOf(most);
    const bytes = bytesOf(message);
    if (bytes <= room) return message;
    most = Math.floor((most * room) / bytes) - 1;
  }
  throw new MessageTooLongError("the finding cannot be made short enough for a message");
}

function whereKept({ event }: Finding, home: Home | undefined): string | null {
  if (event === null || home === undefined) return null;
  return `item \`${findingItemName(event.eventId)}\` of scope \`${findingsScopeOf(home)}\` in the state table`;
}
