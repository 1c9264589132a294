import { collect } from "../option-parsers.ts";
import type { WhoCanCommandOptions } from "../who-can/run-who-can.ts";
import type { AddCommand } from "./add-command.ts";
import { accountOption, addSubcommand, jsonOption } from "./shared-options.ts";

/** `who-can`: a key in, everybody who can use it out. */
export const addWhoCan: AddCommand = (program, io, end) => {
  addSubcommand(program, "who-can", "list everybody who can use a key, on every path")
    .argument("<key>", "a key id, key ARN, alias name or alias ARN")
    .addOption(accountOption(true))
    .addOption(jsonOption())
    .option("--action <action>", "only this action, such as kms:Decrypt; repeatable", collect)
    .option("--via <id>", "only through this VPC endpoint or from this VPC; none: outside any")
    .option(
      "--task <task>",
      "for an AWS service's request, such as s3:PutObject: all that it takes",
    )
    .option("--context <key=value>", "a context key of a task's calls; repeatable", collect)
    .option("--config <file>", "guardrail.yml, for the accounts that it trusts")
    .option("--full", "show every action and every path by itself")
    .addHelpText("after", examples)
    .action(async (key: string, options: WhoCanCommandOptions) => {
      if (options.task !== undefined) {
        const { runWhoCanTask } = await import("../who-can/run-who-can-task.ts");
        end(await runWhoCanTask(key, options.task, options, io));
        return;
      }
      const { runWhoCan } = await import("../who-can/run-who-can.ts");
      end(await runWhoCan(key, options, io));
    });
};

const examples = `
Examples:
  $ kms-guardrail who-can alias/payroll --account account.json
  $ kms-guardrail who-can alias/payroll --account account.json --action Decrypt --via none --json
  $ kms-guardrail who-can alias/queue --account account.json --task sqs:ReceiveMessage`;
