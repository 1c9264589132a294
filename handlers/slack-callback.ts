import { makeRecords } from "../src/aws/alerts/make-records.ts";
import { makeSecrets } from "../src/aws/alerts/make-secrets.ts";
import { makeUrlHandler, onFirstRequest } from "../src/aws/alerts/url-handler.ts";
import { readDeployedConfig } from "../src/aws/deployed-config.ts";
import { readEnvironment, readVariable } from "../src/aws/environment.ts";
import { makeDecisionPorts } from "../src/aws/ports/decision-ports.ts";
import { systemClock } from "../src/aws/system-clock.ts";
import { makeSlackCallback } from "../src/slack/slack-callback.ts";

/** Hears what people press in Slack. */
export const makeHandler = makeUrlHandler;

export const handler = onFirstRequest(() => {
  const environment = readEnvironment(process.env);
  const secret = readVariable(process.env, "SLACK_SECRET");
  const read = makeSecrets();
  return makeHandler(
    makeSlackCallback({
      readSecret: () => read(secret),
      notifications: readDeployedConfig(environment.configFile ?? null).config.notifications?.slack,
      records: makeRecords(environment),
      decisions: makeDecisionPorts(environment),
      clock: systemClock,
    }),
  );
});
