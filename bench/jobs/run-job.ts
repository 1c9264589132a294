// Runs one job, given as JSON, in a process of its own, and prints what it measured as JSON.
import { type CheckJob, measureCheck } from "./check.ts";
import { type EventJob, measureEvent } from "./event.ts";
import { type MatrixJob, measureMatrix } from "./matrix.ts";
import { measureThroughput, type ThroughputJob } from "./throughput.ts";

type Job = CheckJob | EventJob | MatrixJob | ThroughputJob;

async function measure(job: Job): Promise<object> {
  switch (job.measure) {
    case "check":
      return await measureCheck(job);
    case "event":
      return measureEvent(job);
    case "matrix":
      return await measureMatrix(job);
    case "throughput":
      return measureThroughput(job);
  }
}

process.stdout.write(JSON.stringify(await measure(JSON.parse(process.argv[2] ?? "") as Job)));
