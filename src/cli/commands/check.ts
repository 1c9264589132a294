import type { CheckOptions } from "../check/run-check.ts";
import type { AddCommand } from "./add-command.ts";
import { accountOption, addSubcommand, jsonOption } from "./shared-options.ts";

/** `check`: requests in, decisions out. */
export const addCheck: AddCommand = (program, io, end) => {
  addSubcommand(program, "check", "decide requests: one JSON line in, one JSON line out")
    .addOption(accountOption(false))
    .requiredOption(
      "--requests <file>",
      "requests as JSON lines, plain or gzipped; - for standard input",
    )
    .addOption(jsonOption())
    .addHelpText("after", examples)
    .action(async (options: CheckOptions) => {
      const { runCheck } = await import("../check/run-check.ts");
      end(await runCheck(options, io));
    });
};

const examples = `
A request names principal, action and key; \`expect\` makes the exit code 1
when the decision is another. A line that cannot be decided is answered by
{"id", "line", "error"} in its place.

Example:
  $ echo '{"id": "r1", "principal": "arn:aws:iam::111122223333:role/ci-deploy",
           "action": "kms:Decrypt", "key": "alias/payroll", "expect": "implicitDeny"}' | tr -d '\\n' |
      kms-guardrail check --account events/account.json --requests -`;
