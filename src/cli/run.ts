import { Command, CommanderError } from "commander";
import { escapeControls } from "../alerts/words/escape-controls.ts";
import { CliError } from "./cli-error.ts";
import { closestWord } from "./closest-word.ts";
import { commanderMessage } from "./commander-message.ts";
import { addCommands } from "./commands.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { renderMessage } from "./message.ts";
import { packageVersion } from "./version.ts";

/** Runs the command line and says with which exit code it ends; it never throws. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const program = makeProgram(io);
  addCommands(program, io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      const help = misspeltOption(error, args) ?? missingDashes(error, args);
      if (help !== null) io.stderr.write(`  help: ${help}\n`);
      return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    }
    if (!(error instanceof CliError)) return reportInternalFault(error, io);
    for (const message of error.messages) {
      io.stderr.write(`kms-guardrail: ${renderMessage(message)}\n`);
    }
    return exitCodes.usage;
  }
}

/** A mandatory option that is missing may be there misspelt, which commander does not tell. */
function misspeltOption({ code, message }: CommanderError, args: readonly string[]): string | null {
  if (code !== "commander.missingMandatoryOptionValue") return null;
  const [missing = ""] = /--[a-z-]+/.exec(message) ?? [];
  const written = args.map((arg) => arg.replace(/=.*$/s, ""));
  const closest = closestWord(
    missing,
    written.filter((arg) => arg.startsWith("--") && arg !== missing),
  );
  return closest === null ? null : `did you mean \`${missing}\` by \`${escapeControls(closest)}\`?`;
}

/** The options of an AWS CLI command that no `--` sets apart are taken for ours. */
function missingDashes({ code }: CommanderError, args: readonly string[]): string | null {
  if (args[0] !== "what-if" || code !== "commander.unknownOption" || args.includes("--")) {
    return null;
  }
  return "write `--` before the AWS CLI command: `kms-guardrail what-if --account FILE -- aws …`";
}

function makeProgram(io: Io): Command {
  return new Command("kms-guardrail")
    .description(
      "Tells who gained or lost access to which AWS KMS key because of a CloudTrail event.",
    )
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({
      writeOut: io.stdout.write,
      writeErr: io.stderr.write,
      getOutHasColors: () => io.stdout.hasColour,
      getErrHasColors: () => io.stderr.hasColour,
      outputError: (text, write) => write(`kms-guardrail: ${commanderMessage(text)}\n`),
    });
}

/** Tells of a fault that is ours, and how to report it. */
export function reportInternalFault(error: unknown, io: Io): ExitCode {
  const what = error instanceof Error ? error.message : String(error);
  const version = `kms-guardrail ${packageVersion()}, Node ${process.versions.node}`;
  io.stderr.write(
    [
      `kms-guardrail: internal fault: ${escapeControls(what)} [E_INTERNAL]`,
      "  this is a fault of kms-guardrail, not of your input",
      `  help: report it with the command line, these lines and \`${version}\``,
      ...stackLines(error),
      "",
    ].join("\n"),
  );
  return exitCodes.internal;
}

/** Where it happened: the first few frames. */
function stackLines(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return frames.slice(0, 5).map((frame) => `  ${escapeControls(frame.trim())}`);
}
