import { usageError } from "../cli-error.ts";
import type { ConfigCheckOptions } from "../config/run-config-check.ts";
import type { AddCommand } from "./add-command.ts";
import { accountOption, jsonOption } from "./shared-options.ts";

/** `config check`: whether `guardrail.yml` is valid, and which of its rules would apply to events. */
export const addConfig: AddCommand = (program, io, end) => {
  const config = program
    .command("config")
    .description("look into guardrail.yml")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false);
  config
    .command("check")
    .description("tell what is wrong with guardrail.yml, or what it would do about events")
    .helpOption("-h, --help", "print this help")
    .showHelpAfterError("  help: `kms-guardrail config check --help` tells how to use it")
    .argument("[file]", "guardrail.yml")
    .argument("[event...]", "files or folders with events, as for replay; - for standard input")
    .option("--config <file>", "guardrail.yml; all arguments are events then")
    .addOption(accountOption(false))
    .addOption(jsonOption())
    .addHelpText("after", examples)
    .action(
      async (
        file: string | undefined,
        events: readonly string[],
        { config: named, ...options }: ConfigCheckOptions & { readonly config?: string },
      ): Promise<void> => {
        const [first, ...rest] = [named, file, ...events].filter((path) => path !== undefined);
        if (first === undefined) {
          throw usageError("no file to check: give `guardrail.yml`, or its path");
        }
        const { runConfigCheck } = await import("../config/run-config-check.ts");
        end(await runConfigCheck(first, rest, options, io));
      },
    );
};

const examples = `
Examples:
  $ kms-guardrail config check guardrail.yml
  $ kms-guardrail config check guardrail.yml --account events/account.json events/story/`;
