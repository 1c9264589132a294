// Runs one job, given as JSON, in a process of its own, and prints what it measured as JSON.
import { type EventJob, measureEvent } from "./event.ts";
import { type MatrixJob, measureMatrix } from "./matrix.ts";
import { measureThroughput, type ThroughputJob } from "./throughput.ts";

/** What can be measured. */
export type Job = EventJob | MatrixJob | ThroughputJob;

async function measure(job: Job): Promise<object> {
  switch (job.measure) {
    case "event":
      return measureEvent(job);
    case "matrix":
      return measureMatrix(job);
    case "throughput":
      return measureThroughput(job);
  }
}

process.stdout.write(JSON.stringify(await measure(JSON.parse(process.argv[2] ?? "") as Job)));
