import type { Command } from "commander";
import type { AddCommand } from "./commands/add-command.ts";
import { addCheck } from "./commands/check.ts";
import { addConfig } from "./commands/config.ts";
import { addDecisions } from "./commands/decide.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addExplain } from "./commands/explain.ts";
import { addMatrix } from "./commands/matrix.ts";
import { addNotify } from "./commands/notify.ts";
import { addPerimeter } from "./commands/perimeter.ts";
import { addReplay } from "./commands/replay.ts";
import { addSnapshot } from "./commands/snapshot.ts";
import { addUsages } from "./commands/usages.ts";
import { addWhatIf } from "./commands/what-if.ts";
import { addWhoCan } from "./commands/who-can.ts";
import type { ExitCode } from "./exit-code.ts";
import type { Io } from "./io.ts";

/** Every command, in the order in which help lists them. */
const all: readonly AddCommand[] = [
  addReplay,
  addCheck,
  addWhoCan,
  addExplain,
  addMatrix,
  addWhatIf,
  addUsages,
  addPerimeter,
  addSnapshot,
  addDoctor,
  addNotify,
  addConfig,
  addDecisions,
];

/** Adds the commands to the program; `end` hears with which exit code the one that ran ended. */
export function addCommands(program: Command, io: Io, end: (code: ExitCode) => void): void {
  for (const add of all) add(program, io, end);
  program.addHelpText(
    "after",
    `
Examples:
  What did these events do to access?
    $ kms-guardrail replay --account events/account.json events/story/
  Who can decrypt with this key?
    $ kms-guardrail who-can alias/payroll --account events/account.json --action kms:Decrypt
  Why is this request decided as it is?
    $ kms-guardrail explain --account events/account.json --principal role/ci-deploy \\
        --action kms:Decrypt --key alias/payroll

Exit codes: 0 done, 1 --fail-on met or an expectation missed, 2 wrong usage or
a file that everything depends on is unreadable, 3 some input could not be
read, 70 a fault of kms-guardrail. \`kms-guardrail COMMAND --help\` tells the
options of a command.`,
  );
}
