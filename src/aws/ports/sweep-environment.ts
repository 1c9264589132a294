import { readVariable } from "../environment.ts";

/** What the functions that sweep are told besides. */
export interface SweepEnvironment {
  readonly sweepQueueUrl: string;
  /** A pattern of the ARNs of the guardrail's roles. */
  readonly readers: string;
}

export function readSweepEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): SweepEnvironment {
  const read = (name: string): string => readVariable(variables, name);
  return { sweepQueueUrl: read("SWEEP_QUEUE_URL"), readers: read("GUARDRAIL_ROLES") };
}
