import { randomBytes } from "node:crypto";
import { makeHmacSignatures } from "../../aws/hmac-signatures.ts";
import { systemClock } from "../../aws/system-clock.ts";
import { makeMemoryLedger } from "../../embedded/memory-ledger.ts";
import { makeMemoryNotifier } from "../../embedded/memory-notifier.ts";
import type { Io } from "../io.ts";
import { readFindings } from "../notify/read-findings.ts";
import type { Reporter } from "../reporter.ts";
import type { DecidingPorts } from "./deciding-ports.ts";

/** A decision about a finding of a file: nothing outlives the command. */
export async function offlineDecision(
  file: string,
  io: Io,
  reporter: Reporter,
): Promise<DecidingPorts> {
  const findings = await readFindings(file, io, reporter);
  const key = randomBytes(32).toString("hex");
  return {
    findings: { find: async (id) => findings.findLast((one) => one.findingId === id) ?? null },
    ledger: makeMemoryLedger(),
    signatures: makeHmacSignatures(async () => key),
    notifier: makeMemoryNotifier(),
    clock: systemClock,
    by: "the command line",
  };
}
