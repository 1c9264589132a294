import { Metrics } from "@aws-lambda-powertools/metrics";
import { SNSClient } from "@aws-sdk/client-sns";
import type { Notifier } from "../../guardrail/ports.ts";
import { calling } from "../client-settings.ts";
import type { Environment } from "../environment.ts";
import { countFindings } from "./count-findings.ts";
import { makeSnsNotifier } from "./sns-notifier.ts";

type Topic = Pick<Environment, "findingsTopicArn" | "isForAmazonQ"> &
  Partial<Pick<Environment, "home">>;

/** The topic of a deployed guardrail; `home`: where findings are kept whole, absent: nowhere. */
export function makeNotifier({ home, findingsTopicArn, isForAmazonQ }: Topic): Notifier {
  const notifier = makeSnsNotifier(new SNSClient(calling), {
    topicArn: findingsTopicArn,
    ...(home === undefined ? {} : { home }),
    ...(isForAmazonQ === undefined ? {} : { isForAmazonQ }),
  });
  return countFindings(notifier, new Metrics());
}
