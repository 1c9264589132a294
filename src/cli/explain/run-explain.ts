import { isRequestError, parseRequest } from "../../access/decide/request.ts";
import { explainRequest } from "../../access/explain/explain-request.ts";
import { explanationBlocks } from "../../alerts/terminal/explanation-blocks.ts";
import { toJsonLine } from "../../alerts/words/escape-controls.ts";
import { makeNames } from "../../alerts/words/names.ts";
import { createCompiler } from "../../kms/compiler.ts";
import { compileWorld } from "../../kms/world/world.ts";
import { usageError } from "../cli-error.ts";
import { decisionMembers } from "../decision-members.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { readAccounts } from "../input/read-accounts.ts";
import type { Io } from "../io.ts";
import { canonicalAction, canonicalPrincipal, questionError } from "../question.ts";
import { createReporter } from "../reporter.ts";
import { printBlocks } from "../text/print-blocks.ts";
import { refuseBesideAction } from "./action-options.ts";
import { parseContextOptions } from "./context-options.ts";

export interface ExplainOptions {
  readonly account: readonly string[];
  readonly principal: string;
  readonly action?: string;
  readonly task?: string;
  readonly key?: string;
  readonly alias?: string;
  readonly grant?: string;
  readonly via?: string;
  readonly context?: readonly string[];
  readonly contextComplete?: boolean;
  readonly full?: boolean;
  readonly json?: boolean;
}

/** Prints one request's decision with every layer's part in it. */
export async function runExplain(options: ExplainOptions, io: Io): Promise<ExitCode> {
  if (options.action === undefined) {
    throw usageError("neither `--action <action>` nor `--task <task>` is specified");
  }
  const context = parseContextOptions(options.context ?? []);
  const accounts = await readAccounts(options.account, createReporter(io.stderr));
  const snapshots = accounts.map(({ snapshot }) => snapshot);
  const { key, alias, grant, via, contextComplete } = options;
  const principal = canonicalPrincipal(options.principal, snapshots);
  const action = canonicalAction(options.action);
  refuseBesideAction(action, options);
  const asked = { action: options.action, key, principal, snapshots };
  const request = parseRequest({
    principal,
    action,
    key,
    alias,
    grant,
    via: via === "none" ? null : via,
    context,
    contextComplete,
  });
  if (isRequestError(request)) throw questionError(request, asked);
  const explanation = explainRequest(compileWorld(snapshots, createCompiler()), request);
  if (isRequestError(explanation)) throw questionError(explanation, asked);
  if (options.json === true) {
    const { layers, ...decision } = explanation;
    io.stdout.write(`${toJsonLine({ ...decisionMembers(decision), layers })}\n`);
    return exitCodes.done;
  }
  const names = makeNames(snapshots);
  const resources = [key, alias].filter((one) => one !== undefined);
  const question = [names.principal(principal), action, ...resources, names.path(request.via)];
  const blocks = explanationBlocks(question, explanation, options.full === true);
  io.stdout.write(printBlocks(blocks, io.stdout));
  return exitCodes.done;
}
