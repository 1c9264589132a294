import { makeRecords } from "../src/aws/alerts/make-records.ts";
import { makeSecrets } from "../src/aws/alerts/make-secrets.ts";
import { makeQueueHandler, onFirstBatch } from "../src/aws/alerts/queue-handler.ts";
import { readEnvironment, readSeverity, readVariable } from "../src/aws/environment.ts";
import { makePagerDutyDelivery } from "../src/webhooks/pagerduty-delivery.ts";

/** Pages somebody by PagerDuty, and resolves what was restored. */
export const makeHandler = makeQueueHandler;

export const handler = onFirstBatch(() => {
  const secret = readVariable(process.env, "PAGERDUTY_SECRET");
  const read = makeSecrets();
  return makeHandler(
    makePagerDutyDelivery({
      readSecret: () => read(secret),
      records: makeRecords(readEnvironment(process.env)),
      least: readSeverity(process.env, "PAGERDUTY_SEVERITY"),
    }),
  );
});
