import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Codes that no finding carries: why an event is passed over. */
const OF_NO_FINDING = new Set(["foreign", "older", "custom"]);

const codesIn = (pattern: string): ReadonlySet<string> =>
  new Set(
    globSync(pattern)
      .flatMap((path) => [...readFileSync(path, "utf8").matchAll(/\bcode: "([a-z][A-Za-z]+)"/g)])
      .map((match) => match[1] ?? "")
      .filter((code) => !OF_NO_FINDING.has(code)),
  );

/** The codes of the tables of a page: the first cell of their rows. */
const documentedIn = (page: string): ReadonlySet<string> =>
  new Set(
    [...readFileSync(page, "utf8").matchAll(/^\| (`[^|]+`) \|/gm)].flatMap((row) =>
      [...(row[1] ?? "").matchAll(/`([a-z][A-Za-z]+)`/g)].map((match) => match[1] ?? ""),
    ),
  );

describe("the notes of findings", () => {
  const pages = ["docs/findings.md", "docs/remediation.md", "docs/evaluation.md"];
  const documented = new Set(pages.flatMap((page) => [...documentedIn(page)]));

  it("are all explained", () => {
    const inSource = codesIn("src/{guardrail,remediation,aws,cli}/**/*.ts");
    expect(inSource.size).toBeGreaterThan(50);
    expect([...inSource].filter((code) => !documented.has(code))).toEqual([]);
  });

  it("are none that nothing tells any more", () => {
    const text = globSync("src/**/*.ts")
      .map((path) => readFileSync(path, "utf8"))
      .join("\n");
    const section = readFileSync("docs/findings.md", "utf8").split("\n## Notes\n")[1] ?? "";
    const codes = [...section.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap((row) =>
      [...(row[1] ?? "").matchAll(/`([a-z][A-Za-z]+)`/g)].map((match) => match[1] ?? ""),
    );
    expect(codes.filter((code) => !new RegExp(`\\b${code}\\b`).test(text))).toEqual([]);
  });
});
