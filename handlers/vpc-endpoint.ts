import { readEnvironment } from "../src/aws/environment.ts";
import { makeEventHandler, onFirstEvent } from "../src/aws/functions/event-handler.ts";
import { makeAwsPorts } from "../src/aws/ports/aws-ports.ts";

/** Judges calls that change a VPC endpoint or its policy. */
export const makeHandler = makeEventHandler;

export const handler = onFirstEvent(() => makeHandler(makeAwsPorts(readEnvironment(process.env))));
