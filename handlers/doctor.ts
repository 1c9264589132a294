import { makeDoctorHandler } from "../src/aws/doctor-handler.ts";
import { makeDoctorPorts } from "../src/aws/doctor-ports.ts";
import { readEnvironment, readVariable } from "../src/aws/environment.ts";
import { onFirstEvent } from "../src/aws/event-handler.ts";

/** Looks at the guardrail itself: trails, rules, dead letters, the canary. */
export const makeHandler = makeDoctorHandler;

export const handler = onFirstEvent(() => {
  const stack = readVariable(process.env, "STACK_NAME");
  const stackArn = readVariable(process.env, "STACK_ARN");
  return makeHandler(makeDoctorPorts(readEnvironment(process.env), { stack, stackArn }));
});
