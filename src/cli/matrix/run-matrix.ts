import { type MatrixRow, matrix, matrixStats, toMatrixRow } from "../../access/who-can/matrix.ts";
import { matrixBlocks } from "../../alerts/terminal/matrix-blocks.ts";
import { toJsonLine } from "../../alerts/words/escape-controls.ts";
import { makeNames, type Names } from "../../alerts/words/names.ts";
import { createCompiler } from "../../kms/compiler.ts";
import { compileWorld, type World } from "../../kms/world/world.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { readAccounts } from "../input/read-accounts.ts";
import { readConfigFile } from "../input/read-config.ts";
import type { Io } from "../io.ts";
import { createReporter } from "../reporter.ts";
import { printBlocks } from "../text/print-blocks.ts";

export interface MatrixCommandOptions {
  readonly account: readonly string[];
  readonly config?: string;
  readonly full?: boolean;
  readonly json?: boolean;
  readonly stats?: boolean;
}

/** Prints all principals × keys × paths × actions, row by row, or only their counts. */
export async function runMatrix(options: MatrixCommandOptions, io: Io): Promise<ExitCode> {
  const reporter = createReporter(io.stderr);
  const { trustedAccounts } = await readConfigFile(options.config);
  const accounts = await readAccounts(options.account, reporter);
  const snapshots = accounts.map(({ snapshot }) => snapshot);
  const started = performance.now();
  const world = compileWorld(snapshots, createCompiler());
  if (options.stats === true) {
    const stats = matrixStats(world);
    const elapsedMs = Math.round(performance.now() - started);
    io.stdout.write(`${toJsonLine({ ...stats, elapsedMs })}\n`);
    return exitCodes.done;
  }
  const names = makeNames(snapshots);
  for (const { key, rows } of rowsByKey(world, trustedAccounts, options.json !== true)) {
    io.stdout.write(options.json === true ? jsonLines(rows) : text(key, rows, names, options, io));
    await io.stdout.drained();
    if (io.stdout.isClosed()) break;
  }
  return exitCodes.done;
}

/** The rows of one key after the other, so that a large matrix is never held as a whole. */
function* rowsByKey(
  world: World,
  trustedAccounts: readonly string[],
  skipEmpty: boolean,
): Generator<{ readonly key: string | null; readonly rows: readonly MatrixRow[] }> {
  let key: string | null | undefined;
  let rows: MatrixRow[] = [];
  for (const cell of matrix(world, { trustedAccounts, skipEmpty })) {
    if (cell.key !== key) {
      if (key !== undefined && rows.length > 0) yield { key, rows };
      key = cell.key;
      rows = [];
    }
    rows.push(toMatrixRow(cell));
  }
  if (key !== undefined && rows.length > 0) yield { key, rows };
}

function jsonLines(rows: readonly MatrixRow[]): string {
  return rows.map((row) => `${toJsonLine(row)}\n`).join("");
}

function text(
  key: string | null,
  rows: readonly MatrixRow[],
  names: Names,
  options: MatrixCommandOptions,
  io: Io,
): string {
  return printBlocks(matrixBlocks(key, rows, names, options.full === true), io.stdout);
}
