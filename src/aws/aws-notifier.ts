import { SNSClient } from "@aws-sdk/client-sns";
import type { Notifier } from "../guardrail/ports.ts";
import { calling } from "./client-settings.ts";
import type { Environment } from "./environment.ts";
import { makeSnsNotifier } from "./sns-notifier.ts";

/** The topic of a deployed guardrail. */
export function makeNotifier({ home, findingsTopicArn, isForAmazonQ }: Environment): Notifier {
  return makeSnsNotifier(new SNSClient(calling), {
    topicArn: findingsTopicArn,
    home,
    ...(isForAmazonQ === undefined ? {} : { isForAmazonQ }),
  });
}
