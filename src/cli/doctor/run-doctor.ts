import { toJsonLine } from "../../alerts/words/escape-controls.ts";
import { defaultRegion } from "../../aws/snapshot/account-reader.ts";
import { isFailedCall } from "../../aws/snapshot/or-unread.ts";
import { systemClock } from "../../aws/system-clock.ts";
import type { Clock } from "../../guardrail/ports.ts";
import { type DoctorFacts, diagnose, untold } from "../../guardrail/watch/doctor.ts";
import type { Check } from "../../guardrail/watch/doctor-check.ts";
import { CliError, usageError } from "../cli-error.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { readLiveFacts } from "./live-facts.ts";

export interface DoctorOptions {
  readonly region?: string;
  readonly stack: string;
  readonly json?: boolean;
}

/** Checks a deployed guardrail and says what no event can tell. */
export async function runDoctor(
  { region: asked, stack, json = false }: DoctorOptions,
  { stdout }: Io,
  read: (place: { region: string; stack: string }) => Promise<DoctorFacts> = readLiveFacts,
  clock: Clock = systemClock,
): Promise<ExitCode> {
  const region = asked ?? (await defaultRegion());
  if (region === null) {
    throw usageError("no AWS Region is set", "give `--region`, or set AWS_REGION");
  }
  const facts = await read({ region, stack }).catch((error: unknown) => {
    throw unreachable(error, region);
  });
  const checks = diagnose(facts, clock.now());
  for (const check of checks) stdout.write(json ? `${toJsonLine(check)}\n` : text(check));
  if (!json) {
    stdout.write("\nwhat no event tells:\n");
    for (const line of untold) stdout.write(`  ${line}\n`);
  }
  return exitCodeOf({ badInput: false, missed: checks.some(({ result }) => result === "failed") });
}

function text({ check, result, text: what, help }: Check): string {
  const line = `${result.padEnd(8)}${check.padEnd(14)}${what}\n`;
  return help === undefined ? line : `${line}${" ".repeat(22)}${help}\n`;
}

/** Calls that failed and credentials that are missing are the user's to mend, anything else is ours. */
function unreachable(error: unknown, region: string): unknown {
  const isOfCredentials = error instanceof Error && error.name === "CredentialsProviderError";
  if (!isFailedCall(error) && !isOfCredentials) return error;
  const message = `AWS could not be asked in \`${region}\`: ${error.name}: ${error.message}`;
  return new CliError([{ code: "E_AWS_UNREACHABLE", message }], { cause: error });
}
