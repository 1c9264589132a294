import type { DoctorOptions } from "../doctor/run-doctor.ts";
import type { AddCommand } from "./add-command.ts";
import { addSubcommand, jsonOption } from "./shared-options.ts";

/** `doctor`: whether a deployed guardrail hears what it should. */
export const addDoctor: AddCommand = (program, io, end) => {
  addSubcommand(program, "doctor", "check a deployed guardrail; nothing is changed")
    .option("--region <region>", "the AWS Region that it is deployed in; default: the SDK's")
    .option("--stack <name>", "the name of its stack", "kms-guardrail-prod")
    .addOption(jsonOption())
    .addHelpText("after", help)
    .action(async (options: DoctorOptions) => {
      const { runDoctor } = await import("../doctor/run-doctor.ts");
      end(await runDoctor(options, io));
    });
};

const help = `
Reads with the AWS SDK's default credentials. Exit code 1 when a check fails;
what AWS refuses to tell is unknown, and told. docs/doctor.md tells each check
and the read-only policy that it needs.

Examples:
  $ kms-guardrail doctor --region us-west-2
  $ kms-guardrail doctor --stack kms-guardrail-test --json`;
