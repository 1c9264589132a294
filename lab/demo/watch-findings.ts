import { findingBlocks } from "../../src/alerts/terminal/finding-blocks.ts";
import { makeNames } from "../../src/alerts/words/names.ts";
import { printBlocks } from "../../src/cli/text/print-blocks.ts";
import type { Lab } from "../start-lab.ts";
import { subscribeQueue } from "../subscribe-queue.ts";

/** Where findings arrive, and are printed as `replay` does. */
export interface FindingsWatch {
  /** Waits for findings for a second or so, and prints them; returns how many there were. */
  printNext(signal: AbortSignal): Promise<number>;
}

/** Watches the topic from now on. */
export async function watchFindings(
  lab: Lab,
  print: (text: string) => void,
): Promise<FindingsWatch> {
  const { accountId: account, region } = lab;
  const names = makeNames([{ schemaVersion: 1, partition: "aws", account, region, keys: [] }]);
  const queue = await subscribeQueue(lab, "lab-findings");
  return {
    printNext: async (signal) => {
      const findings = await receiveUnless(signal, queue.receive);
      const { isTTY, columns } = process.stdout;
      const output = { hasColour: isTTY, columns: isTTY ? columns : null };
      for (const finding of findings) {
        print(printBlocks(findingBlocks(finding, { names, full: false }), output));
      }
      return findings.length;
    },
  };
}

/** Being told to stop is no failure. */
async function receiveUnless<T>(
  signal: AbortSignal,
  receive: (signal: AbortSignal) => Promise<T[]>,
): Promise<T[]> {
  try {
    return await receive(signal);
  } catch (error) {
    if (signal.aborted) return [];
    throw error;
  }
}
