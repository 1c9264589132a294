import { findingBlocks } from "../../alerts/terminal/finding-blocks.ts";
import { escapeControls, toJsonLine } from "../../alerts/words/escape-controls.ts";
import { makeNames } from "../../alerts/words/names.ts";
import type { Severity } from "../../guardrail/finding/finding.ts";
import { atLeast } from "../../guardrail/finding/severity.ts";
import { createCompiler } from "../../kms/compiler.ts";
import { readFilesFrom } from "../aws-command/param-file.ts";
import { parseAwsCommand } from "../aws-command/parse-command.ts";
import { readInput } from "../aws-command/read-input.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { readAccounts } from "../input/read-accounts.ts";
import { readConfigFile } from "../input/read-config.ts";
import type { Io } from "../io.ts";
import { createReporter } from "../reporter.ts";
import { printBlocks } from "../text/print-blocks.ts";
import { callTime } from "./call-time.ts";
import { type JudgedCall, judgeCall } from "./judge-call.ts";

export interface WhatIfOptions {
  readonly account: readonly string[];
  readonly config?: string;
  readonly failOn?: Severity;
  readonly all?: boolean;
  readonly full?: boolean;
  readonly json?: boolean;
  /** When the command would be run, in milliseconds since 1970; absent: now. */
  readonly at?: number;
}

/** What a command that is not run would do to access: the finding that it would cause. */
export async function runWhatIf(
  words: readonly string[],
  options: WhatIfOptions,
  io: Io,
  clock: () => number = Date.now,
): Promise<ExitCode> {
  const reporter = createReporter(io.stderr);
  const command = parseAwsCommand(words);
  const input = await readInput(command, readFilesFrom(process.cwd()));
  const config = await readConfigFile(options.config);
  const accounts = await readAccounts(options.account, reporter);
  const snapshots = accounts.map(({ snapshot }) => snapshot);
  for (const option of command.repeated) {
    reporter.info(`\`${option}\` is given more than once: as in the AWS CLI, the last counts`);
  }
  const judged = judgeCall(command, input, snapshots, {
    eventTime: callTime(options.at ?? null, snapshots, clock),
    judge: { config, compiler: createCompiler(), full: options.full === true },
  });
  if (judged.isFinding || options.all === true) io.stdout.write(told(judged, options, io));
  else if (options.json === true) reporter.info(noChange);
  else io.stdout.write(toldSilent(judged));
  const { failOn } = options;
  const missed =
    failOn !== undefined && judged.isFinding && atLeast(judged.finding.severity, failOn);
  return exitCodeOf({ badInput: reporter.sawBadInput(), missed });
}

const noChange = "no access would change";

/** What a call does besides, such as sending requests that name an alias to another key. */
function toldSilent({ finding }: JudgedCall): string {
  const notes = finding.notes.map(({ text }) => `  note  ${escapeControls(text)}\n`);
  return `${noChange}\n${notes.join("")}`;
}

function told({ finding, before, after }: JudgedCall, options: WhatIfOptions, io: Io): string {
  if (options.json === true) return `${toJsonLine(finding)}\n`;
  const names = makeNames(before, after);
  return printBlocks(findingBlocks(finding, { names, full: options.full === true }), io.stdout);
}
