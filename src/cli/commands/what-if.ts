import { Option } from "commander";
import { firstMoment } from "../option-parsers.ts";
import type { WhatIfOptions } from "../what-if/run-what-if.ts";
import type { AddCommand } from "./add-command.ts";
import { accountOption, addSubcommand, jsonOption } from "./shared-options.ts";

const severities = ["critical", "high", "medium", "low", "informational"];

/** `what-if`: an AWS CLI command in, the finding that it would cause out. */
export const addWhatIf: AddCommand = (program, io, end) => {
  addSubcommand(
    program,
    "what-if",
    "tell what an AWS CLI command would do to access; it is not run",
  )
    .argument("<command...>", "after `--`, the command as you would run it: aws kms tag-resource …")
    .addOption(accountOption(true))
    .addOption(jsonOption())
    .option("--all", "print the finding also where no access would change")
    .option("--full", "show every access change by itself and keep all of them")
    .option("--config <file>", "guardrail.yml")
    .addOption(
      new Option(
        "--fail-on <severity>",
        "exit with 1 when the command would cause a finding of that severity or worse",
      ).choices(severities),
    )
    .option("--at <time>", "when the command would be run (default: now)", firstMoment)
    .addHelpText("after", examples)
    .action(async (words: readonly string[], options: WhatIfOptions) => {
      const { runWhatIf } = await import("../what-if/run-what-if.ts");
      end(await runWhatIf(words, options, io));
    });
};

const examples = `
Judged are the commands of aws kms, aws ec2 and aws iam that change tags,
aliases, key policies, grants, key states, VPC endpoints, and what roles, users
and groups may do. They are written as for the AWS CLI: shorthand, JSON,
file://, --cli-input-json, --region.

Examples:
  $ kms-guardrail what-if --account account.json -- \\
      aws kms tag-resource --key-id 1234abcd-12ab-34cd-56ef-1234567890ab --tags TagKey=Project,TagValue=Alpha
  $ kms-guardrail what-if --account account.json --fail-on high -- \\
      aws kms put-key-policy --key-id 1234abcd-12ab-34cd-56ef-1234567890ab --policy file://policy.json`;
