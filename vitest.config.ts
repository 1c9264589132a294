import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const minute = 60_000;
/** Where the gate wants the counts of each run as JSON. */
const reports = process.env["VITEST_REPORTS"];

const project = (name: string, testTimeout = 10_000, more: object = {}) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, ...more },
});

export default defineConfig({
  test: {
    projects: [
      project("unit"),
      project("corpus"),
      project("reference"),
      project("property", minute),
      project("contract"),
      project("replay", minute),
      project("lab", minute, { globalSetup: "./test/lab/support/start-lab.ts" }),
    ],
    // One fewer than there are processors, as by default, but never one alone: the lab mostly waits.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    setupFiles: ["./test/setup.ts"],
    sequence: { shuffle: true },
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    reporters: reports
      ? ["default", ["json", { outputFile: `${reports}/${process.pid}.json` }]]
      : ["default"],
    coverage: {
      provider: "v8",
      include: ["src/**"],
      thresholds: {
        "src/policy/**": { 100: true },
        lines: 90,
        statements: 90,
        functions: 90,
        branches: 85,
      },
    },
  },
});
