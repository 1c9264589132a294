import { readEnvironment } from "../src/aws/environment.ts";
import { onFirstEvent } from "../src/aws/functions/event-handler.ts";
import { makeStartHandler } from "../src/aws/functions/start-handler.ts";
import { makeStartPorts } from "../src/aws/ports/sweep-aws-ports.ts";
import { readSweepEnvironment } from "../src/aws/ports/sweep-environment.ts";

/** Starts sweeps: on a schedule, and when the stack was deployed. */
export const makeHandler = makeStartHandler;

export const handler = onFirstEvent(() =>
  makeHandler(
    makeStartPorts({ ...readEnvironment(process.env), ...readSweepEnvironment(process.env) }),
  ),
);
