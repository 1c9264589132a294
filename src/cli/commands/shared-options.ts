import { type Command, Option } from "commander";
import { collect } from "../option-parsers.ts";

/** `--account`, which everything but `check` cannot do without. */
export function accountOption(isMandatory: boolean): Option {
  return new Option("--account <file>", "an account snapshot, .json or .json.gz; repeatable")
    .argParser(collect)
    .makeOptionMandatory(isMandatory);
}

export function jsonOption(): Option {
  return new Option("--json", "print JSON lines, and nothing else, on standard output");
}

/** Makes a subcommand that tells of its help when it is used wrongly. */
export function addSubcommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .helpOption("-h, --help", "print this help")
    .showHelpAfterError(`  help: \`kms-guardrail ${name} --help\` tells how to use it`);
}
