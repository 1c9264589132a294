import { isRequestError } from "../../access/decide/request.ts";
import { toJsonLine } from "../../alerts/words/escape-controls.ts";
import { createCompiler } from "../../kms/compiler.ts";
import { compileWorld } from "../../kms/world/world.ts";
import { decisionMembers } from "../decision-members.ts";
import { type ExitCode, exitCodeOf, exitCodes } from "../exit-code.ts";
import { fileError } from "../input/file-fault.ts";
import { readFileLines, readLines, type TextLine } from "../input/line-reader.ts";
import { readAccounts } from "../input/read-accounts.ts";
import { standardInput } from "../input/read-events.ts";
import type { Io } from "../io.ts";
import { createReporter, type Reporter } from "../reporter.ts";
import { type CheckedLine, checkLine } from "./check-line.ts";
import { cacheWorlds } from "./world-cache.ts";

export interface CheckOptions {
  readonly account?: readonly string[];
  readonly requests: string;
}

/** Decides requests, one JSON line in, one out, holding neither all of them nor all answers. */
export async function runCheck(
  { account = [], requests }: CheckOptions,
  io: Io,
): Promise<ExitCode> {
  const reporter = createReporter(io.stderr);
  const accounts = await readAccounts(account, reporter);
  const snapshots = accounts.map(({ snapshot }) => snapshot);
  const world = snapshots.length === 0 ? null : compileWorld(snapshots, createCompiler());
  const worldOf = cacheWorlds(reporter);
  const isStandardInput = requests === "-";
  const file = isStandardInput ? standardInput : requests;
  let isMissed = false;
  let isFaulty = false;
  try {
    for await (const lines of isStandardInput ? readLines(io.stdin()) : readFileLines(requests)) {
      const answers: string[] = [];
      for (const { number, text } of lines.filter(isFilled)) {
        const place = { file, line: number };
        const checked = text === null ? tooLong : checkLine(text, world, worldOf, place);
        answers.push(answer(checked, number));
        isMissed = report(checked, place, reporter) || isMissed;
        isFaulty ||= checked.isFaulty === true;
      }
      io.stdout.write(answers.join(""));
      await io.stdout.drained();
      if (io.stdout.isClosed()) break;
    }
  } catch (error) {
    throw fileError(error, file);
  }
  if (isFaulty) return exitCodes.internal;
  return exitCodeOf({ badInput: reporter.sawBadInput(), missed: isMissed });
}

const tooLong: CheckedLine = {
  id: null,
  result: { code: "E_REQUEST_TOO_LONG", message: "the line is too long" },
  expect: null,
};

function isFilled({ text }: TextLine): boolean {
  return text === null || text.trim() !== "";
}

function answer({ id, result }: CheckedLine, line: number): string {
  if (!isRequestError(result)) return `${toJsonLine({ id, ...decisionMembers(result) })}\n`;
  const { code, message } = result;
  return `${toJsonLine({ id, line, error: { code, message } })}\n`;
}

/** Tells of a bad line and of an expectation that was missed; returns whether one was. */
function report(
  { id, result, expect }: CheckedLine,
  { file, line }: { readonly file: string; readonly line: number },
  reporter: Reporter,
): boolean {
  if (isRequestError(result)) {
    reporter.badInput({ file, line, code: result.code, message: result.message });
    return false;
  }
  if (expect === null || expect === result.decision) return false;
  const request = typeof id === "string" ? `request \`${id}\`: ` : "";
  const message = `${request}expected \`${expect}\`, decided \`${result.decision}\``;
  reporter.expectation({ file, line, code: "E_EXPECTATION_MISSED", message });
  return true;
}
