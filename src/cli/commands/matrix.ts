import type { MatrixCommandOptions } from "../matrix/run-matrix.ts";
import type { AddCommand } from "./add-command.ts";
import { accountOption, addSubcommand, jsonOption } from "./shared-options.ts";

/** `matrix`: every principal, key, path and action. */
export const addMatrix: AddCommand = (program, io, end) => {
  addSubcommand(program, "matrix", "list what every principal can do with every key, on every path")
    .addOption(accountOption(true))
    .addOption(jsonOption())
    .option("--stats", "print only counts and the time taken, as one JSON line")
    .option("--config <file>", "guardrail.yml, for the accounts that it trusts")
    .option("--full", "show every action")
    .addHelpText("after", examples)
    .action(async (options: MatrixCommandOptions) => {
      const { runMatrix } = await import("../matrix/run-matrix.ts");
      end(await runMatrix(options, io));
    });
};

const examples = `
Examples:
  $ kms-guardrail matrix --account account.json --json > matrix.jsonl
  $ kms-guardrail matrix --account account.json --stats`;
