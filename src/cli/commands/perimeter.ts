import { Option } from "commander";
import type { PerimeterCommandOptions } from "../perimeter/run-perimeter.ts";
import type { AddCommand } from "./add-command.ts";
import { accountOption, addSubcommand, jsonOption } from "./shared-options.ts";

const severities = ["critical", "high", "medium", "low", "informational"];

/** `perimeter`: every VPC endpoint × who × what. */
export const addPerimeter: AddCommand = (program, io, end) => {
  addSubcommand(program, "perimeter", "list who reaches whose resources through every VPC endpoint")
    .addOption(accountOption(true))
    .addOption(jsonOption())
    .option("--config <file>", "guardrail.yml, for the accounts that it trusts")
    .option("--full", "show notes whole, the policies that would close gaps among them")
    .addOption(
      new Option(
        "--fail-on <severity>",
        "exit with 1 where something as bad or worse passes an endpoint",
      ).choices(severities),
    )
    .addHelpText("after", examples)
    .action(async (options: PerimeterCommandOptions) => {
      const { runPerimeter } = await import("../perimeter/run-perimeter.ts");
      end(await runPerimeter(options, io));
    });
};

const examples = `
Examples:
  $ kms-guardrail perimeter --account account.json
  $ kms-guardrail perimeter --account account.json --json --fail-on high`;
