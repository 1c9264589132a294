import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { makeBusPublisher } from "../src/aws/alerts/bus-publisher.ts";
import { makeQueueHandler, onFirstBatch } from "../src/aws/alerts/queue-handler.ts";
import { calling } from "../src/aws/client-settings.ts";
import { readVariable } from "../src/aws/environment.ts";

/** Puts findings and what becomes of them on an event bus. */
export const makeHandler = makeQueueHandler;

export const handler = onFirstBatch(() =>
  makeHandler(
    makeBusPublisher(new EventBridgeClient(calling), readVariable(process.env, "FINDINGS_BUS")),
  ),
);
