import type { ExplainOptions } from "../explain/run-explain.ts";
import { collect } from "../option-parsers.ts";
import type { AddCommand } from "./add-command.ts";
import { accountOption, addSubcommand, jsonOption } from "./shared-options.ts";

/** `explain`: one request in, every layer's part in its decision out. */
export const addExplain: AddCommand = (program, io, end) => {
  addSubcommand(program, "explain", "tell why a request is decided as it is, layer by layer")
    .addOption(accountOption(true))
    .requiredOption(
      "--principal <principal>",
      "an ARN, a service principal, `role/name`, `user/name`",
    )
    .option("--action <action>", "such as kms:Decrypt; this or --task is needed")
    .option("--task <task>", "an AWS service's request, such as s3:PutObject: all that it takes")
    .option("--key <key>", "a key id, key ARN, alias name or alias ARN")
    .option("--alias <alias>", "the alias of an alias operation")
    .option("--grant <id>", "the grant of RetireGrant or RevokeGrant")
    .option("--via <id>", "through this VPC endpoint or from this VPC")
    .option("--context <key=value>", "a context key; repeatable, also for several values", collect)
    .option("--context-complete", "context keys that are neither given nor derivable are absent")
    .addOption(jsonOption())
    .option("--full", "show every statement that did not match")
    .addHelpText("after", examples)
    .action(async (options: ExplainOptions) => {
      if (options.task !== undefined) {
        const { runExplainTask } = await import("../explain/run-explain-task.ts");
        end(await runExplainTask(options.task, options, io));
        return;
      }
      const { runExplain } = await import("../explain/run-explain.ts");
      end(await runExplain(options, io));
    });
};

const examples = `
Examples:
  $ kms-guardrail explain --account account.json --principal role/ci-deploy --action kms:Decrypt \\
      --key alias/payroll --context kms:ViaService=s3.us-west-2.amazonaws.com
  $ kms-guardrail explain --account account.json --principal role/uploader --task s3:PutObject \\
      --key alias/bucket`;
