// Prints "PASSED FAILED", summed over the JSON reports of vitest in a folder.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2] ?? ".";
let passed = 0;
let failed = 0;

for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
  const report = JSON.parse(readFileSync(join(folder, file), "utf8"));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  // A file that could not be loaded has no failed test of its own.
  failed += report.testResults.filter(
    (result) =>
      result.status === "failed" &&
      result.assertionResults.every((test) => test.status !== "failed"),
  ).length;
}

console.log(`${passed} ${failed}`);
