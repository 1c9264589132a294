import { readEnvironment } from "../src/aws/environment.ts";
import { onFirstEvent } from "../src/aws/event-handler.ts";
import { makeSweepPorts } from "../src/aws/sweep-aws-ports.ts";
import { readSweepEnvironment } from "../src/aws/sweep-environment.ts";
import { makeSweepHandler } from "../src/aws/sweep-handler.ts";

/** Reads a page of keys, the VPC endpoints or the IAM inventory, and compares them with the state. */
export const makeHandler = makeSweepHandler;

export const handler = onFirstEvent(() =>
  makeHandler(
    makeSweepPorts({ ...readEnvironment(process.env), ...readSweepEnvironment(process.env) }),
  ),
);
