import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { LabStart } from "../../../lab/serve-lab.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the lab says what became of its start. */
    labFile: string;
  }
}

/** Starts the lab once for all its tests. Nobody waits here: other tests run while it starts. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "kms-guardrail-lab-test-"));
  const file = join(folder, "lab.json");
  const lab = fork("lab/serve-lab.ts", [file], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const ended = once(lab, "exit");
  project.provide("labFile", file);
  return async () => {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text !== undefined) tellUnavailable(JSON.parse(text) as LabStart);
    // It ends as soon as nobody is connected, and removes the folder.
    if (lab.connected) lab.disconnect();
    await ended;
  };
}

function tellUnavailable(start: LabStart): void {
  if (start.outcome !== "unavailable") return;
  process.stderr.write(`\nThe tests of the lab were skipped: ${start.reason}\n`);
}
