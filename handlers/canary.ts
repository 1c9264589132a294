import { readEnvironment, readVariable } from "../src/aws/environment.ts";
import { makeCanaryHandler } from "../src/aws/functions/canary-handler.ts";
import { onFirstEvent } from "../src/aws/functions/event-handler.ts";
import { makeCanaryPorts } from "../src/aws/ports/canary-ports.ts";

/** Sets a tag of the canary key and looks whether its event comes back. */
export const makeHandler = makeCanaryHandler;

export const handler = onFirstEvent(() =>
  makeHandler(
    makeCanaryPorts(readEnvironment(process.env), readVariable(process.env, "CANARY_KEY")),
  ),
);
