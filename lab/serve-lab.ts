// The lab for the tests: writes what became of its start into the file named as argument, and runs until it is told to stop.
import { once } from "node:events";
import { rename, writeFile } from "node:fs/promises";
import { LabError } from "./lab-error.ts";
import { untilStopped } from "./processes/until-stopped.ts";
import { type Lab, startLab } from "./start-lab.ts";

/** What became of the start. */
export type LabStart =
  | { readonly outcome: "running"; readonly lab: Lab }
  | { readonly outcome: "unavailable" | "failed"; readonly reason: string };

const [, , file = ""] = process.argv;
const { signal } = untilStopped();

/** Written aside and moved into place, so that nobody reads half of it. */
async function tellStart(start: LabStart): Promise<void> {
  await writeFile(`${file}.part`, JSON.stringify(start));
  await rename(`${file}.part`, file);
}

try {
  const { stop, logs: _, ...lab } = await startLab({ tell: () => undefined, signal });
  try {
    await tellStart({ outcome: "running", lab });
    if (!signal.aborted) await once(signal, "abort");
  } finally {
    await stop();
  }
} catch (error) {
  const isUnavailable = error instanceof LabError && error.code === "E_LAB_UNAVAILABLE";
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await tellStart({ outcome: isUnavailable ? "unavailable" : "failed", reason });
}
process.exit();
