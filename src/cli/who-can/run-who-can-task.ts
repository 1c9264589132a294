import { askingService } from "../../access/decide/decide-task.ts";
import { isRequestError } from "../../access/decide/request.ts";
import type { WhoCanLine } from "../../access/who-can/who-can.ts";
import { type TaskLine, whoCanTask } from "../../access/who-can/who-can-task.ts";
import { whoCanTaskBlocks } from "../../alerts/terminal/task-blocks.ts";
import { toJsonLine } from "../../alerts/words/escape-controls.ts";
import { makeNames } from "../../alerts/words/names.ts";
import { createCompiler } from "../../kms/compiler.ts";
import type { ServiceTask } from "../../kms/service-tasks.ts";
import { findKey } from "../../kms/world/find-key.ts";
import { compileWorld } from "../../kms/world/world.ts";
import { decisionMembers } from "../decision-members.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { parseContextOptions } from "../explain/context-options.ts";
import { readAccounts } from "../input/read-accounts.ts";
import { readConfigFile } from "../input/read-config.ts";
import type { Io } from "../io.ts";
import { questionError } from "../question.ts";
import { createReporter } from "../reporter.ts";
import { parseTask, refuseBesideTask } from "../task-option.ts";
import { printBlocks } from "../text/print-blocks.ts";
import type { WhoCanCommandOptions } from "./run-who-can.ts";

/** Prints everybody for whom a key lets an AWS service's task pass. */
export async function runWhoCanTask(
  key: string,
  taskName: string,
  options: WhoCanCommandOptions,
  io: Io,
): Promise<ExitCode> {
  refuseBesideTask(options);
  const task = parseTask(taskName);
  const context = parseContextOptions(options.context ?? []);
  const reporter = createReporter(io.stderr);
  const { trustedAccounts } = await readConfigFile(options.config);
  const accounts = await readAccounts(options.account, reporter);
  const snapshots = accounts.map(({ snapshot }) => snapshot);
  const world = compileWorld(snapshots, createCompiler());
  const lines = whoCanTask(world, key, task, { context, trustedAccounts });
  if (isRequestError(lines)) throw questionError(lines, { key, snapshots });
  if (options.json === true) return writeLines(lines, task, io);
  const all = [...lines];
  const found = findKey(world, key)?.key;
  const region = found?.region ?? "";
  const asked = { task, key: found?.arn ?? key, region, service: askingService(task, region) };
  const blocks = whoCanTaskBlocks(all, asked, makeNames(snapshots));
  io.stdout.write(printBlocks(blocks, io.stdout));
  if (all.length === 0) reporter.info(`this key lets nobody's \`${task.name}\` pass`);
  return exitCodes.done;
}

async function writeLines(
  lines: Iterable<TaskLine>,
  task: ServiceTask,
  { stdout }: Io,
): Promise<ExitCode> {
  for (const { whole, parts } of lines) {
    stdout.write(`${toJsonLine({ ...orderedLine(whole), needs: task.actions })}\n`);
    for (const part of parts) {
      stdout.write(`${toJsonLine({ ...orderedLine(part), task: task.name })}\n`);
    }
    await stdout.drained();
    if (stdout.isClosed()) break;
  }
  return exitCodes.done;
}

function orderedLine({ principal, action, key, via, external, ...decision }: WhoCanLine): object {
  return { principal, action, key, via, external, ...decisionMembers(decision) };
}
