import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const minute = 60_000;
/** One fewer than there are processors, as by default, but never one alone. */
const workers = Math.max(2, availableParallelism() - 1);
/** Where the gate wants the counts of each run as JSON. */
const reports = process.env["VITEST_REPORTS"];

/** The projects of a group run together, before those of the next: a worker that stays with a project loads its modules once. */
const project = (name: string, groupOrder: number, more: object = {}) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], sequence: { groupOrder }, ...more },
});
/** What takes long: histories, random cases, deployments. */
const patient = { testTimeout: minute };

export default defineConfig({
  test: {
    testTimeout: 10_000,
    projects: [
      project("unit", 0),
      project("corpus", 0),
      project("reference", 0),
      project("contract", 1),
      project("property", 1, patient),
      project("replay", 1, patient),
      project("lab", 2, { ...patient, globalSetup: "./test/lab/support/start-lab.ts" }),
    ],
    maxWorkers: workers,
    // No test mocks a module, and their order is random, so files may share a worker's modules.
    isolate: false,
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
