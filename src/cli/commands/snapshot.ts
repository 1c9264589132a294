import { collect } from "../option-parsers.ts";
import type { SnapshotOptions } from "../snapshot/run-snapshot.ts";
import type { AddCommand } from "./add-command.ts";
import { addSubcommand } from "./shared-options.ts";

/** `snapshot`: a live account in, the file that `--account` takes out. */
export const addSnapshot: AddCommand = (program, io, end) => {
  addSubcommand(program, "snapshot", "write the snapshot of a live account; nothing is changed")
    .option("--region <region>", "the AWS Region to read; repeatable; default: the SDK's", collect)
    .option(
      "--output <file>",
      "where to write it, .json or .json.gz; default: standard output; of several Regions each gets its name in the file's",
    )
    .addHelpText("after", help)
    .action(async (options: SnapshotOptions) => {
      const { runSnapshot } = await import("../snapshot/run-snapshot.ts");
      end(await runSnapshot(options, io));
    });
};

const help = `
Reads with the AWS SDK's default credentials (environment, profile, role). What
AWS refuses to tell is written as unreadable, and told on standard error. What
could not be read for another reason, such as throttling, is written so too,
and the exit code is 3. docs/snapshot.md has the read-only policy it needs.

Examples:
  $ kms-guardrail snapshot --output account.json
  $ kms-guardrail snapshot --region us-west-2 --region eu-west-1 --output account.json.gz
    writes account.us-west-2.json.gz and account.eu-west-1.json.gz
  $ kms-guardrail who-can alias/payroll --account account.json --json`;
