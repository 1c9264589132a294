import { makeCanaryHandler } from "../src/aws/canary-handler.ts";
import { makeCanaryPorts } from "../src/aws/canary-ports.ts";
import { readEnvironment, readVariable } from "../src/aws/environment.ts";
import { onFirstEvent } from "../src/aws/event-handler.ts";

/** Sets a tag of the canary key and looks whether its event comes back. */
export const makeHandler = makeCanaryHandler;

export const handler = onFirstEvent(() =>
  makeHandler(
    makeCanaryPorts(readEnvironment(process.env), readVariable(process.env, "CANARY_KEY")),
  ),
);
