import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Io, Output } from "../../src/cli/io.ts";
import { run } from "../../src/cli/run.ts";
import { type AnyKind, accountOf } from "../account/account-of.ts";
import type { AccountSize } from "../account/make-account.ts";
import { type Cost, peakMiB } from "../measure/cost.ts";

export interface MatrixJob extends AccountSize {
  readonly measure: "matrix";
  readonly kind: AnyKind;
}

export interface MatrixCosts {
  readonly triples: number;
  readonly decisions: number;
  /** The whole command: reading the account, compiling, evaluating, counting. */
  readonly cost: Cost;
  readonly peakMiB: number;
}

/** Runs the command `matrix --stats` on an account in a file. */
export async function measureMatrix(job: MatrixJob): Promise<MatrixCosts> {
  const folder = mkdtempSync(join(tmpdir(), "kms-guardrail-bench-"));
  try {
    const file = join(folder, "account.json");
    writeFileSync(file, JSON.stringify(accountOf(job.kind, job)));
    const printed: string[] = [];
    const cpu = process.cpuUsage();
    const started = performance.now();
    const exitCode = await run(["matrix", "--account", file, "--stats"], capture(printed));
    const wallMs = performance.now() - started;
    const { user, system } = process.cpuUsage(cpu);
    if (exitCode !== 0) throw new Error(`matrix ended with ${exitCode}: ${printed.join("")}`);
    const stats = JSON.parse(printed.at(-1) ?? "") as {
      readonly evaluated: number;
      readonly decisions: Readonly<Record<string, number>>;
    };
    return {
      triples: stats.evaluated,
      decisions: Object.values(stats.decisions).reduce((sum, count) => sum + count, 0),
      cost: { cpuMs: (user + system) / 1000, wallMs },
      peakMiB: peakMiB(),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function capture(printed: string[]): Io {
  const output: Output = {
    write: (text) => {
      printed.push(text);
    },
    drained: () => Promise.resolve(),
    isClosed: () => false,
    isTerminal: false,
    hasColour: false,
  };
  return { stdin: () => process.stdin, stdout: output, stderr: output };
}
