import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

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
    if (lab.connected) lab.disconnect();
    await ended;
  };
}
