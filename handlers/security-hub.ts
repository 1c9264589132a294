import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { makeRecords } from "../src/aws/alerts/make-records.ts";
import { makeQueueHandler, onFirstBatch } from "../src/aws/alerts/queue-handler.ts";
import { makeSecurityHubImporter } from "../src/aws/alerts/security-hub-importer.ts";
import { calling } from "../src/aws/client-settings.ts";
import { readEnvironment } from "../src/aws/environment.ts";
import { systemClock } from "../src/aws/system-clock.ts";

/** Imports findings into AWS Security Hub. */
export const makeHandler = makeQueueHandler;

export const handler = onFirstBatch(() =>
  makeHandler(
    makeSecurityHubImporter({
      client: new SecurityHubClient(calling),
      records: makeRecords(readEnvironment(process.env)),
      clock: systemClock,
    }),
  ),
);
