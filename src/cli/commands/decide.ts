import { type Command, Option } from "commander";
import type { DecisionKind } from "../../remediation/decision/decision.ts";
import type { DecideOptions } from "../decide/deciding-ports.ts";
import type { ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { lastMoment } from "../option-parsers.ts";
import type { AddCommand } from "./add-command.ts";
import { addSubcommand, jsonOption } from "./shared-options.ts";

const descriptions: Readonly<Record<DecisionKind, string>> = {
  approve: "let the guardrail make the revert of a finding that waits for it",
  reject: "leave a finding's change as it is; nothing is reverted",
  accept: "take a finding's new state for the baseline, which is not reverted when it comes back",
  snooze: "hide the like of a finding until a time",
};

/** `approve`, `reject`, `accept`, `snooze`: what a person decides about a finding. */
export const addDecisions: AddCommand = (program, io, end) => {
  addDecision(program, "approve", io, end);
  addDecision(program, "reject", io, end);
  addDecision(program, "accept", io, end);
  addDecision(program, "snooze", io, end);
};

function addDecision(
  program: Command,
  kind: DecisionKind,
  io: Io,
  end: (code: ExitCode) => void,
): void {
  const command = addSubcommand(program, kind, descriptions[kind])
    .argument("<finding>", "the finding's id")
    .option("--reason <text>", "why; it is kept with the decision")
    .option("--stack <name>", "the deployed guardrail", "kms-guardrail-prod")
    .option("--region <region>", "where it is deployed (default: the AWS SDK's)")
    .option("--findings <file>", "decide offline about a finding of this file; nothing is kept")
    .addOption(jsonOption());
  if (kind === "snooze") {
    command.addOption(
      new Option("--until <time>", "a day or a moment, within 30 days")
        .argParser(lastMoment)
        .makeOptionMandatory(),
    );
  }
  command.action(async (finding: string, options: DecideOptions) => {
    const { runDecide } = await import("../decide/run-decide.ts");
    end(await runDecide(kind, finding, options, io));
  });
}
