import { Option } from "commander";
import { PREVIEW_TARGETS } from "../notify/preview-targets.ts";
import type { NotifyOptions } from "../notify/run-notify.ts";
import type { AddCommand } from "./add-command.ts";
import { addSubcommand, jsonOption } from "./shared-options.ts";

/** `notify`: a finding in, the message that would be sent out. */
export const addNotify: AddCommand = (program, io, end) => {
  addSubcommand(program, "notify", "show what would be sent for a finding; nothing is sent")
    .argument(
      "<finding>",
      "a file with a finding, a list of findings or JSON lines, plain or gzipped; - for standard input",
    )
    .addOption(
      new Option("--preview <target>", "where it would be sent")
        .choices(PREVIEW_TARGETS)
        .makeOptionMandatory(),
    )
    .addOption(jsonOption())
    .addHelpText("after", examples)
    .action(async (finding: string, options: NotifyOptions) => {
      const { runNotify } = await import("../notify/run-notify.ts");
      end(await runNotify(finding, options, io));
    });
};

const examples = `
slack: a Block Kit message · email: subject and text · asff: a finding of AWS
Security Hub · q: a custom notification of Amazon Q Developer in chat
applications · teams: an Adaptive Card for Microsoft Teams · pagerduty: an
event of PagerDuty's Events API v2 · ocsf: a Detection Finding (2004)

Examples:
  $ kms-guardrail notify --preview email finding.json
  $ kms-guardrail replay --account events/account.json --json events/story/ |
      kms-guardrail notify --preview slack -`;
