import { isRequestError } from "../../access/decide/request.ts";
import { explainTask } from "../../access/explain/explain-task.ts";
import { taskExplanationBlocks } from "../../alerts/terminal/task-blocks.ts";
import { toJsonLine } from "../../alerts/words/escape-controls.ts";
import { makeNames } from "../../alerts/words/names.ts";
import { createCompiler } from "../../kms/compiler.ts";
import { findKey } from "../../kms/world/find-key.ts";
import { compileWorld } from "../../kms/world/world.ts";
import { usageError } from "../cli-error.ts";
import { decisionMembers } from "../decision-members.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { readAccounts } from "../input/read-accounts.ts";
import type { Io } from "../io.ts";
import { canonicalPrincipal, questionError } from "../question.ts";
import { createReporter } from "../reporter.ts";
import { parseTask, refuseBesideTask } from "../task-option.ts";
import { printBlocks } from "../text/print-blocks.ts";
import { parseContextOptions } from "./context-options.ts";
import type { ExplainOptions } from "./run-explain.ts";

/** Prints an AWS service's task's decision for one principal, with every layer's part in each action. */
export async function runExplainTask(
  taskName: string,
  options: ExplainOptions,
  io: Io,
): Promise<ExitCode> {
  refuseBesideTask(options);
  const task = parseTask(taskName);
  const { key } = options;
  if (key === undefined) throw usageError("`--task` needs `--key`");
  const context = parseContextOptions(options.context ?? []);
  const accounts = await readAccounts(options.account, createReporter(io.stderr));
  const snapshots = accounts.map(({ snapshot }) => snapshot);
  const world = compileWorld(snapshots, createCompiler());
  const principal = canonicalPrincipal(options.principal, snapshots);
  const explanation = explainTask(world, task, { principal, key, context });
  if (isRequestError(explanation)) {
    throw questionError(explanation, { key, principal, snapshots });
  }
  const { decision, parts } = explanation;
  if (options.json === true) {
    const whole = { task: task.name, needs: task.actions, ...decisionMembers(decision) };
    const lines = parts.map(({ action, explanation: { layers, ...told } }) => ({
      task: task.name,
      action,
      ...decisionMembers(told),
      layers,
    }));
    for (const line of [whole, ...lines]) io.stdout.write(`${toJsonLine(line)}\n`);
    return exitCodes.done;
  }
  const found = findKey(world, key)?.key;
  // Of all principals only services are no ARN.
  const service = principal.startsWith("arn:") || principal === "*" ? null : principal;
  const asked = { task, key: found?.arn ?? key, region: found?.region ?? "", service };
  const question = [makeNames(snapshots).principal(principal), key];
  const blocks = taskExplanationBlocks(question, explanation, asked, options.full === true);
  io.stdout.write(printBlocks(blocks, io.stdout));
  return exitCodes.done;
}
