import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { Notifier } from "../../guardrail/ports.ts";
import { snsMessage, type TopicOptions } from "./sns-message.ts";

/** Publishes findings to a topic. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function makeSnsNotifier(client: SNSClient, options: TopicOptions): Notifier {
  return {
    publish: async (finding) => {
      await client.send(new PublishCommand(snsMessage(finding, options)));
    },
  };
}
