import { Option } from "commander";
import { collect, firstMoment, lastMoment } from "../option-parsers.ts";
import type { ReplayOptions } from "../replay/run-replay.ts";
import type { AddCommand } from "./add-command.ts";
import { accountOption, addSubcommand, jsonOption } from "./shared-options.ts";

const severities = ["critical", "high", "medium", "low", "informational"];
const modes = ["observe", "alert", "approve", "enforce"];

/** `replay`: recorded events in, findings out. */
export const addReplay: AddCommand = (program, io, end) => {
  addSubcommand(program, "replay", "tell what recorded CloudTrail events did to access")
    .argument("<event...>", "event files, folders of them, or - for standard input")
    .addOption(accountOption(true))
    .addOption(jsonOption())
    .option("--all", "print a finding for every event, also where no access changed")
    .option("--full", "show every access change by itself and keep all of them")
    .addOption(
      new Option(
        "--mode <mode>",
        "what the guardrail does about findings (default: alert)",
      ).choices(modes),
    )
    .option("--config <file>", "guardrail.yml")
    .addOption(
      new Option(
        "--fail-on <severity>",
        "exit with 1 on a finding of that severity or worse",
      ).choices(severities),
    )
    .option(
      "--since <time>",
      "print findings from then on; earlier events still count",
      firstMoment,
    )
    .option("--until <time>", "play no events after it", lastMoment)
    .option(
      "--key <key>",
      "print only findings about this key: id, ARN or alias; repeatable",
      collect,
    )
    .option(
      "--principal <principal>",
      "print only findings about this principal: ARN or `role/name`; repeatable",
      collect,
    )
    .option(
      "--write-account <file>",
      "write the account as it is afterwards; once for each --account, in their order",
      collect,
    )
    .addHelpText("after", examples)
    .action(async (paths: readonly string[], options: ReplayOptions) => {
      const { runReplay } = await import("../replay/run-replay.ts");
      end(await runReplay(paths, options, io));
    });
};

const examples = `
Events are read as they come: EventBridge envelopes, CloudTrail records and log
files, lookup-events output, JSON lines, SNS and SQS wrappers, arrays of these,
plain or gzipped. They are played in the order in which they happened, each
once.

Examples:
  $ kms-guardrail replay --account account.json events/
  $ kms-guardrail replay --account account.json events/ --json --fail-on high
  $ aws cloudtrail lookup-events | kms-guardrail replay --account account.json -
  $ kms-guardrail replay --account account.json trail/*.json.gz --key alias/payroll --since 2026-11-03`;
