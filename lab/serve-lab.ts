// The lab for the tests: writes what became of its start into the file named as argument, runs until it is told to
// stop or its parent is gone, and removes the file's folder.
import { once } from "node:events";
import { rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { seedDemo } from "./demo/seed-demo.ts";
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
  const {
    stop,
    logs: _,
    ...lab
  } = await startLab({
    tell: () => undefined,
    signal,
    seed: seedDemo,
  });
  try {
    await tellStart({ outcome: "running", lab });
    await untilAborted();
  } finally {
    await stop();
  }
} catch (error) {
  const isUnavailable = error instanceof LabError && error.code === "E_LAB_UNAVAILABLE";
  const reason = error instanceof Error ? error.message : String(error);
  await tellStart({ outcome: isUnavailable ? "unavailable" : "failed", reason });
  await untilAborted();
}
await rm(dirname(file), { recursive: true, force: true });
process.exit();

async function untilAborted(): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
