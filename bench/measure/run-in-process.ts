import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { CheckCosts, CheckJob } from "../jobs/check.ts";
import type { EventCosts, EventJob } from "../jobs/event.ts";
import type { MatrixCosts, MatrixJob } from "../jobs/matrix.ts";
import type { Throughput, ThroughputJob } from "../jobs/throughput.ts";

const runner = fileURLToPath(new URL("../jobs/run-job.ts", import.meta.url));

/** Runs a job in a process of its own, so that memory and compiled code of one do not tint another. */
export const inProcess = {
  /** In a heap of so many MiB: holding what it reads or answers, it would not come to its end. */
  check: (job: Omit<CheckJob, "measure">, heapMiB: number) =>
    run<CheckCosts>("check", job, [`--max-old-space-size=${heapMiB}`]),
  event: (job: Omit<EventJob, "measure">) => run<EventCosts>("event", job),
  matrix: (job: Omit<MatrixJob, "measure">) => run<MatrixCosts>("matrix", job),
  throughput: (job: Omit<ThroughputJob, "measure">) => run<Throughput>("throughput", job),
};

function run<Measured>(
  measure: string,
  job: object,
  nodeOptions: readonly string[] = [],
): Measured {
  const args = [...nodeOptions, runner, JSON.stringify({ measure, ...job })];
  const printed = execFileSync(process.execPath, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(printed) as Measured;
}
