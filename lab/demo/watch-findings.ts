import { findingBlocks } from "../../src/alerts/finding-blocks.ts";
import { makeNames } from "../../src/alerts/names.ts";
import { printBlocks } from "../../src/cli/text/print-blocks.ts";
import type { Lab } from "../start-lab.ts";
import { subscribeQueue } from "../subscribe-queue.ts";

/** Prints the findings that the topic hands out, as `replay` does, until told to stop. */
export async function watchFindings(
  lab: Lab,
  print: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { accountId: account, region } = lab;
  const names = makeNames([{ schemaVersion: 1, partition: "aws", account, region, keys: [] }]);
  const queue = await subscribeQueue(lab, "lab-findings");
  while (!signal.aborted) {
    for (const finding of await receiveUnless(signal, queue.receive)) {
      print(printBlocks(findingBlocks(finding, { names, full: false }), process.stdout.isTTY));
    }
  }
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
