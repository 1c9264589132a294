import { readDeployedConfig } from "../src/aws/deployed-config.ts";
import { readEnvironment } from "../src/aws/environment.ts";
import { onFirstEvent } from "../src/aws/functions/event-handler.ts";
import { makeTamperingHandler } from "../src/aws/functions/tampering-handler.ts";
import { configOfOwnParts } from "../src/aws/own-parts.ts";
import { makeNotifier } from "../src/aws/publish/aws-notifier.ts";
import { systemClock } from "../src/aws/system-clock.ts";

/** Judges calls that change or remove what the guardrail itself is made of. */
export const makeHandler = makeTamperingHandler;

export const handler = onFirstEvent(() => {
  const { findingsTopicArn, isForAmazonQ, configFile } = readEnvironment(process.env);
  const deployed = readDeployedConfig(configFile ?? null);
  const notifier = makeNotifier({
    findingsTopicArn,
    ...(isForAmazonQ === undefined ? {} : { isForAmazonQ }),
  });
  return makeHandler(
    { notifier, clock: systemClock, deployed },
    configOfOwnParts(process.env, deployed),
  );
});
