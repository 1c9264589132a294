import { makeRecords } from "../src/aws/alerts/make-records.ts";
import { makeSecrets } from "../src/aws/alerts/make-secrets.ts";
import { makeQueueHandler, onFirstBatch } from "../src/aws/alerts/queue-handler.ts";
import { readEnvironment, readVariable } from "../src/aws/environment.ts";
import { makeTeamsDelivery } from "../src/webhooks/teams-delivery.ts";

/** Tells findings in Microsoft Teams. */
export const makeHandler = makeQueueHandler;

export const handler = onFirstBatch(() => {
  const secret = readVariable(process.env, "TEAMS_SECRET");
  const read = makeSecrets();
  return makeHandler(
    makeTeamsDelivery({
      readSecret: () => read(secret),
      records: makeRecords(readEnvironment(process.env)),
    }),
  );
});
