#!/usr/bin/env node
import { processIo } from "./process-io.ts";
import { reportInternalFault, run } from "./run.ts";

const io = processIo();

// Node's own exit code for what nobody catches would say that an expectation was missed.
for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (error: unknown) => {
    process.exit(reportInternalFault(error, io));
  });
}

process.exitCode = await run(process.argv.slice(2), io);
