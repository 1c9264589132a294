import { readEnvironment } from "../src/aws/environment.ts";
import { makeRevertHandler, type RevertHandler } from "../src/aws/functions/revert-handler.ts";
import { makeRevertOptions, makeRevertPorts } from "../src/aws/ports/revert-ports.ts";

/** Reverts findings: the only function that writes to what it guards. */
export const makeHandler = makeRevertHandler;

let made: RevertHandler | null = null;

export const handler: RevertHandler = (event, context) => {
  if (made === null) {
    const environment = readEnvironment(process.env);
    made = makeHandler(makeRevertPorts(environment), makeRevertOptions(environment));
  }
  return made(event, context);
};
