import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { Digest } from "../../alerts/channels/digest.ts";

/** Publishes digests to a topic: text by e-mail, JSON to everybody else. */
export function makeDigestPublisher(
  client: SNSClient,
  TopicArn: string,
): (digest: Digest) => Promise<void> {
  return async ({ subject, body, json }) => {
    const Message = JSON.stringify({ default: JSON.stringify(json), email: body });
    await client.send(
      new PublishCommand({ TopicArn, Subject: subject, MessageStructure: "json", Message }),
    );
  };
}
