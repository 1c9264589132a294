import { readEnvironment } from "../src/aws/environment.ts";
import { onFirstEvent } from "../src/aws/functions/event-handler.ts";
import { makeSweepHandler } from "../src/aws/functions/sweep-handler.ts";
import { makeSweepPorts } from "../src/aws/ports/sweep-aws-ports.ts";
import { readSweepEnvironment } from "../src/aws/ports/sweep-environment.ts";

/** Reads a page of keys, the VPC endpoints or the IAM inventory, and compares them with the state. */
export const makeHandler = makeSweepHandler;

export const handler = onFirstEvent(() =>
  makeHandler(
    makeSweepPorts({ ...readEnvironment(process.env), ...readSweepEnvironment(process.env) }),
  ),
);
