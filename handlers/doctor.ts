import { readEnvironment, readVariable } from "../src/aws/environment.ts";
import { makeDoctorHandler } from "../src/aws/functions/doctor-handler.ts";
import { onFirstEvent } from "../src/aws/functions/event-handler.ts";
import { makeDoctorPorts } from "../src/aws/ports/doctor-ports.ts";

/** Looks at the guardrail itself: trails, rules, dead letters, the canary, sweeps. */
export const makeHandler = makeDoctorHandler;

export const handler = onFirstEvent(() => {
  const stack = readVariable(process.env, "STACK_NAME");
  const stackArn = readVariable(process.env, "STACK_ARN");
  return makeHandler(makeDoctorPorts(readEnvironment(process.env), { stack, stackArn }));
});
