import { randomUUID } from "node:crypto";
import { awsCliLine } from "../../alerts/words/aws-cli-line.ts";
import { escapeControls, toJsonLine } from "../../alerts/words/escape-controls.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import { type DecisionKind, planHash, signDecision } from "../../remediation/decision/decision.ts";
import { findingNow } from "../../remediation/decision/finding-now.ts";
import { takeDecision } from "../../remediation/decision/take-decision.ts";
import { CliError } from "../cli-error.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { createReporter } from "../reporter.ts";
import type { DecideOptions } from "./deciding-ports.ts";

/** For so long a decision waits for the remediation function to come to it. */
const countsMs = 60 * 60_000;

/** Decides about a finding of a deployed guardrail, or offline about one of a file. */
export async function runDecide(
  kind: DecisionKind,
  findingId: string,
  options: DecideOptions,
  io: Io,
): Promise<ExitCode> {
  const { findings, reason, until, json = false } = options;
  const ports =
    findings === undefined
      ? await (await import("./deployed-decision.ts")).deployedDecision(options)
      : await (await import("./offline-decision.ts")).offlineDecision(
          findings,
          io,
          createReporter(io.stderr),
        );
  const finding = await ports.findings.find(findingId);
  if (finding === null) {
    throw refusal("E_FINDING_UNKNOWN", `no finding has the id \`${findingId}\``);
  }
  const now = ports.clock.now();
  const decision = await signDecision(
    {
      findingId,
      kind,
      by: ports.by,
      at: now.toISOString(),
      ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
      ...(reason === undefined ? {} : { reason }),
      planHash: planHash(findingNow(finding, []), ports.signatures),
      expires: new Date(now.getTime() + countsMs).toISOString(),
      nonce: randomUUID(),
    },
    ports.signatures,
  );
  const taken = await takeDecision(decision, ports);
  if (taken.outcome === "refused") throw refusal(taken.code, taken.message);
  io.stdout.write(json ? `${toJsonLine(taken.finding)}\n` : told(kind, taken.finding));
  return exitCodes.done;
}

function refusal(code: string, message: string): CliError {
  return new CliError([{ code, message }]);
}

function told(kind: DecisionKind, { notes, remediation }: Finding): string {
  const lines = [notes.at(-1)?.text ?? kind];
  if (kind === "approve") {
    lines.push("the guardrail makes, if the state is still the one that the finding describes:");
    lines.push(...remediation.calls.map((call) => `  ${awsCliLine(call)}`));
  }
  return `${lines.map(escapeControls).join("\n")}\n`;
}
