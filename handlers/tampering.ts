import { SNSClient } from "@aws-sdk/client-sns";
import { calling } from "../src/aws/client-settings.ts";
import { readDeployedConfig } from "../src/aws/deployed-config.ts";
import { readEnvironment } from "../src/aws/environment.ts";
import { onFirstEvent } from "../src/aws/event-handler.ts";
import { configOfOwnParts } from "../src/aws/own-parts.ts";
import { makeSnsNotifier } from "../src/aws/sns-notifier.ts";
import { systemClock } from "../src/aws/system-clock.ts";
import { makeTamperingHandler } from "../src/aws/tampering-handler.ts";

/** Judges calls that change or remove what the guardrail itself is made of. */
export const makeHandler = makeTamperingHandler;

export const handler = onFirstEvent(() => {
  const { findingsTopicArn, isForAmazonQ, configFile } = readEnvironment(process.env);
  const deployed = readDeployedConfig(configFile ?? null);
  const notifier = makeSnsNotifier(new SNSClient(calling), {
    topicArn: findingsTopicArn,
    ...(isForAmazonQ === undefined ? {} : { isForAmazonQ }),
  });
  return makeHandler(
    { notifier, clock: systemClock, deployed },
    configOfOwnParts(process.env, deployed),
  );
});
