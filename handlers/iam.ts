import { makeAwsPorts } from "../src/aws/aws-ports.ts";
import { readEnvironment } from "../src/aws/environment.ts";
import { makeEventHandler, onFirstEvent } from "../src/aws/event-handler.ts";

/** Judges calls that change what a user or a role may do: policies, boundaries, groups, tags. */
export const makeHandler = makeEventHandler;

export const handler = onFirstEvent(() => makeHandler(makeAwsPorts(readEnvironment(process.env))));
