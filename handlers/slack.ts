import { makeRecordReader, makeRecords } from "../src/aws/alerts/make-records.ts";
import { makeSecrets } from "../src/aws/alerts/make-secrets.ts";
import { makeQueueHandler, onFirstBatch } from "../src/aws/alerts/queue-handler.ts";
import { readDeployedConfig } from "../src/aws/deployed-config.ts";
import { readEnvironment, readVariable } from "../src/aws/environment.ts";
import { systemClock } from "../src/aws/system-clock.ts";
import { makeSlackDelivery } from "../src/slack/slack-delivery.ts";

/** Tells findings in Slack. */
export const makeHandler = makeQueueHandler;

export const handler = onFirstBatch(() => {
  const environment = readEnvironment(process.env);
  const secret = readVariable(process.env, "SLACK_SECRET");
  const read = makeSecrets();
  return makeHandler(
    makeSlackDelivery({
      readSecret: () => read(secret),
      notifications: readDeployedConfig(environment.configFile ?? null).config.notifications?.slack,
      records: makeRecords(environment),
      readRecord: makeRecordReader(environment),
      clock: systemClock,
    }),
  );
});
