import { readEnvironment } from "../src/aws/environment.ts";
import { onFirstEvent } from "../src/aws/functions/event-handler.ts";
import { makeLookHandler } from "../src/aws/functions/look-handler.ts";
import { makeLookPorts } from "../src/aws/ports/sweep-aws-ports.ts";

/** Looks again at what could not be confirmed, or was not explained, when it was looked at first. */
export const makeHandler = makeLookHandler;

export const handler = onFirstEvent(() => makeHandler(makeLookPorts(readEnvironment(process.env))));
