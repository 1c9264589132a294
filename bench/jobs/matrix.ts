import { run } from "../../src/cli/run.ts";
import { type AnyKind, accountOf } from "../account/account-of.ts";
import type { AccountSize } from "../account/make-account.ts";
import { type Cost, costOfAsync, peakMiB } from "../measure/cost.ts";
import { withAccountFile } from "./account-file.ts";
import { capturedIo, noInput } from "./captured-io.ts";

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
  return await withAccountFile(accountOf(job.kind, job), async (file) => {
    const printed: string[] = [];
    const io = capturedIo((text) => printed.push(text), noInput);
    const { value: exitCode, cost } = await costOfAsync(() =>
      run(["matrix", "--account", file, "--stats"], io),
    );
    if (exitCode !== 0) throw new Error(`matrix ended with ${exitCode}`);
    const stats = JSON.parse(printed.at(-1) ?? "") as {
      readonly evaluated: number;
      readonly decisions: Readonly<Record<string, number>>;
    };
    const decisions = Object.values(stats.decisions).reduce((sum, count) => sum + count, 0);
    return { triples: stats.evaluated, decisions, cost, peakMiB: peakMiB() };
  });
}
