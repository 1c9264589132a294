import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

// docs/remediation.md names the test of each refusal.

const rows = readFileSync("docs/remediation.md", "utf8")
  .split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter(([, , file = ""]) => /^`unit\/.*\.test\.ts`$/.test(file))
  .map(([, refused = "", file = "", name = ""]) => [refused, file.slice(1, -1), name] as const);

describe("docs/remediation.md", () => {
  it("names a test for each refusal", () => {
    expect(rows.length).toBeGreaterThan(12);
  });

  it.each(rows)("%s: test/%s: %s", (_, file, name) => {
    expect(readFileSync(`test/${file}`, "utf8")).toContain(`"${name}`);
  });
});
