import { defineConfig } from "vitest/config";

// What mutants have to be killed by: the unit tests of the core, and the corpus. A test that reads
// sources would see the mutants' code instead of their behaviour.
export default defineConfig({
  test: {
    include: ["test/unit/{policy,kms}/**/*.test.ts", "test/corpus/corpus.test.ts"],
    exclude: ["test/unit/kms/unknown-codes.test.ts"],
    setupFiles: ["./test/setup.ts"],
    restoreMocks: true,
  },
});
