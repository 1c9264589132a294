import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, beforeEach, describe, inject } from "vitest";
import type { LabStart } from "../../../lab/serve-lab.ts";
import type { Lab } from "../../../lab/start-lab.ts";

/** The first start installs the emulators. */
const startMilliseconds = 6 * 60_000;

/**
 * Describes what holds in the running lab. Under `CI=true` there must be one; elsewhere a machine that
 * cannot run it skips these tests and says why.
 */
export function describeInLab(name: string, body: (lab: () => Lab) => void): void {
  describe(name, () => {
    let start: LabStart | undefined;
    beforeAll(async () => {
      start = await readStart(inject("labFile"));
      if (start.outcome === "running") return;
      if (start.outcome === "unavailable" && process.env["CI"] !== "true") return;
      throw new Error(`the lab did not start: ${start.reason}`);
    }, startMilliseconds);
    beforeEach((context) => {
      if (start?.outcome === "unavailable") context.skip(`no lab: ${start.reason}`);
    });
    body(() => {
      if (start?.outcome !== "running") throw new Error("the lab does not run");
      return start.lab;
    });
  });
}

async function readStart(file: string): Promise<LabStart> {
  while (!existsSync(file)) await sleep(100);
  return JSON.parse(await readFile(file, "utf8")) as LabStart;
}
