import { readEnvironment } from "../src/aws/environment.ts";
import { onFirstEvent } from "../src/aws/event-handler.ts";
import { makeStartHandler } from "../src/aws/start-handler.ts";
import { makeStartPorts } from "../src/aws/sweep-aws-ports.ts";
import { readSweepEnvironment } from "../src/aws/sweep-environment.ts";

/** Starts sweeps: on a schedule, and when the stack was deployed. */
export const makeHandler = makeStartHandler;

export const handler = onFirstEvent(() =>
  makeHandler(
    makeStartPorts({ ...readEnvironment(process.env), ...readSweepEnvironment(process.env) }),
  ),
);
