import { isRequestError } from "../../access/decide/request.ts";
import { whoCan } from "../../access/who-can/who-can.ts";
import { whoCanBlocks } from "../../alerts/terminal/who-can-blocks.ts";
import { toJsonLine } from "../../alerts/words/escape-controls.ts";
import { makeNames } from "../../alerts/words/names.ts";
import { createCompiler } from "../../kms/compiler.ts";
import { findKey } from "../../kms/world/find-key.ts";
import { compileWorld } from "../../kms/world/world.ts";
import { usageError } from "../cli-error.ts";
import { decisionMembers } from "../decision-members.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { readAccounts } from "../input/read-accounts.ts";
import { readConfigFile } from "../input/read-config.ts";
import type { Io } from "../io.ts";
import { canonicalAction, questionError } from "../question.ts";
import { createReporter } from "../reporter.ts";
import { printBlocks } from "../text/print-blocks.ts";

export interface WhoCanCommandOptions {
  readonly account: readonly string[];
  readonly action?: readonly string[];
  readonly via?: string;
  readonly task?: string;
  readonly context?: readonly string[];
  readonly config?: string;
  readonly full?: boolean;
  readonly json?: boolean;
}

/** Prints everybody who can use a key. */
export async function runWhoCan(
  key: string,
  options: WhoCanCommandOptions,
  io: Io,
): Promise<ExitCode> {
  if (options.context !== undefined) throw usageError("`--context` needs `--task`");
  const reporter = createReporter(io.stderr);
  const { trustedAccounts } = await readConfigFile(options.config);
  const accounts = await readAccounts(options.account, reporter);
  const snapshots = accounts.map(({ snapshot }) => snapshot);
  const world = compileWorld(snapshots, createCompiler());
  const actions = options.action?.map(canonicalAction) ?? null;
  const via = options.via === "none" ? null : options.via;
  const lines = whoCan(world, key, { actions, via, trustedAccounts });
  if (isRequestError(lines)) {
    const action = actions?.find((name) => lines.message.includes(`\`${name}\``));
    throw questionError(lines, { action, key, snapshots });
  }
  if (options.json === true) {
    for (const line of lines) {
      const { principal, action, key: arn, via: path, external, ...decision } = line;
      const told = { principal, action, key: arn, via: path, external };
      io.stdout.write(`${toJsonLine({ ...told, ...decisionMembers(decision) })}\n`);
      await io.stdout.drained();
      if (io.stdout.isClosed()) break;
    }
    return exitCodes.done;
  }
  const all = [...lines];
  const arn = findKey(world, key)?.key.arn ?? key;
  const blocks = whoCanBlocks(all, arn, makeNames(snapshots), options.full === true);
  io.stdout.write(printBlocks(blocks, io.stdout));
  if (all.length === 0) reporter.info("nobody can use this key that way");
  return exitCodes.done;
}
