#!/usr/bin/env node
import { exitCodes } from "./exit-code.ts";
import { renderMessage } from "./message.ts";
import { processIo } from "./process-io.ts";
import { reportInternalFault, run } from "./run.ts";

const io = processIo((error) => {
  const message = `standard output cannot be written: ${error.message}`;
  io.stderr.write(`kms-guardrail: ${renderMessage({ code: "E_OUTPUT", message })}\n`);
  process.exitCode = exitCodes.usage;
});

// Node's own exit code for what nobody catches would say that an expectation was missed.
for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (error: unknown) => {
    process.exit(reportInternalFault(error, io));
  });
}

const exitCode = await run(process.argv.slice(2), io);
process.exitCode ??= exitCode;
