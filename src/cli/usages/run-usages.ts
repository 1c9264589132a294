import { isRequestError } from "../../access/decide/request.ts";
import { type Usages, usagesOf } from "../../access/usages/usages.ts";
import { parseUsageSubject } from "../../access/usages/usages-subject.ts";
import { toJsonLine } from "../../alerts/words/escape-controls.ts";
import { makeNames } from "../../alerts/words/names.ts";
import { count, shortList } from "../../alerts/words/shorten.ts";
import { createCompiler } from "../../kms/compiler.ts";
import { usageError } from "../cli-error.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { readAccounts } from "../input/read-accounts.ts";
import { readConfigFile } from "../input/read-config.ts";
import type { Io } from "../io.ts";
import { createReporter } from "../reporter.ts";
import { printBlocks } from "../text/print-blocks.ts";
import { usagesBlocks } from "./usages-blocks.ts";

export interface UsagesOptions {
  readonly account: readonly string[];
  readonly config?: string;
  readonly full?: boolean;
  readonly json?: boolean;
}

const mostPolicies = 5;

/** Prints where a tag, an alias, a VPC endpoint or a VPC is used, and who depends on it. */
export async function runUsages(text: string, options: UsagesOptions, io: Io): Promise<ExitCode> {
  const subject = parseUsageSubject(text);
  if (isRequestError(subject)) {
    throw usageError(
      subject.message,
      "expected a tag (`Project`, `Project=Alpha`), an alias (`alias/payroll`), a VPC endpoint or a VPC",
    );
  }
  const reporter = createReporter(io.stderr);
  const { trustedAccounts } = await readConfigFile(options.config);
  const accounts = await readAccounts(options.account, reporter);
  const snapshots = accounts.map(({ snapshot }) => snapshot);
  const usages = usagesOf(snapshots, subject, { compiler: createCompiler(), trustedAccounts });
  if (options.json === true) await printLines(usages, io);
  else {
    const blocks = usagesBlocks(usages, subject, makeNames(snapshots), options.full === true);
    io.stdout.write(printBlocks(blocks, io.stdout));
  }
  if (usages.unknownKeys.length > 0) {
    const part = subject.kind === "tag" ? "tags" : "aliases";
    reporter.info(`the ${part} of ${count(usages.unknownKeys.length, "key")} are not known`);
  }
  if (usages.unreadPolicies.length > 0) {
    const policies = shortList(usages.unreadPolicies, mostPolicies);
    reporter.info(`what could not be read may mention it: ${policies}`);
  }
  return exitCodes.done;
}

async function printLines({ statements, keys, dependents }: Usages, io: Io): Promise<void> {
  const lines = [
    ...statements.map((statement) => ({ kind: "statement", ...statement })),
    ...keys.map((key) => ({ kind: "key", ...key })),
    ...dependents.map((dependent) => ({ kind: "dependent", ...dependent })),
  ];
  for (const one of lines) {
    if (io.stdout.isClosed()) return;
    io.stdout.write(`${toJsonLine(one)}\n`);
    await io.stdout.drained();
  }
}
