import type { UsagesOptions } from "../usages/run-usages.ts";
import type { AddCommand } from "./add-command.ts";
import { accountOption, addSubcommand, jsonOption } from "./shared-options.ts";

/** `usages`: a tag, an alias or an endpoint in, everything that uses it out. */
export const addUsages: AddCommand = (program, io, end) => {
  addSubcommand(
    program,
    "usages",
    "tell where a tag, an alias or a VPC endpoint is used, and who depends on it",
  )
    .argument(
      "<subject>",
      "a tag (`Project`, `Project=Alpha`), an alias (`alias/payroll`), a VPC endpoint or a VPC (`vpce-…`, `vpc-…`)",
    )
    .addOption(accountOption(true))
    .addOption(jsonOption())
    .option("--full", "show every statement, key and access change by itself")
    .option("--config <file>", "guardrail.yml")
    .addHelpText("after", examples)
    .action(async (subject: string, options: UsagesOptions) => {
      const { runUsages } = await import("../usages/run-usages.ts");
      end(await runUsages(subject, options, io));
    });
};

const examples = `
Told are the statements of all policies that mention it, the keys that carry
it, and whose access would change if it were taken off these keys or, for a
network, if requests went outside any endpoint. \`tag:NAME\` is a tag whatever
its name looks like; \`*\` in an alias or a tag's value stands for any text.

Examples:
  $ kms-guardrail usages Project --account account.json
  $ kms-guardrail usages alias/payroll --account us-west-2.json --account eu-west-1.json --json
  $ kms-guardrail usages vpce-0a1b2c3d4e5f60718 --account account.json`;
