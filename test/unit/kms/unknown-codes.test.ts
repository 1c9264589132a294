import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** How a source file writes the code of what is unknown, or of a note. */
const WRITTEN = [
  /\b(?:unknownFormula|unreadableFact|unknownOf|maybeLimit)\(\s*[^"`)]*"([a-z][A-Za-z]+)"/g,
  /\bcode: "([a-z][A-Za-z]+)"/g,
];

const codesIn = (text: string): readonly string[] =>
  WRITTEN.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ""));

const sorted = (codes: readonly string[]): readonly string[] => [...new Set(codes)].sort();

/** The codes of the table in docs/evaluation.md, with the rest of their rows. */
function documented(): ReadonlyMap<string, string> {
  const text = readFileSync("docs/evaluation.md", "utf8");
  const section = text.slice(text.indexOf("\n## Codes\n"));
  return new Map(
    [...section.matchAll(/^\| `([A-Za-z]+)` \|(.+)\|$/gm)].map((row) => [
      row[1] ?? "",
      row[2] ?? "",
    ]),
  );
}

describe("the codes of what no context key can settle", () => {
  const files = globSync("src/{policy,kms,access}/**/*.ts");

  it("are all in docs/evaluation.md, and no others", () => {
    const inSource = files.flatMap((path) => codesIn(readFileSync(path, "utf8")));
    expect(sorted([...documented().keys()])).toEqual(sorted(inSource));
  });

  it("are told with what is not known, why, and AWS's page", () => {
    for (const [code, row] of documented()) {
      const [kind = "", what = "", why = "", page = ""] = row.split(" | ");
      expect(["unread", "undocumented", "note"]).toContain(kind.trim());
      expect([code, what !== "", why !== ""]).toEqual([code, true, true]);
      expect(page).toMatch(/^\[[^\]]+\]\(https:\/\/docs\.aws\.amazon\.com\/\S+\)/);
    }
  });

  it.each([
    ['unknownFormula(\n  "someCode",\n  "why")', ["someCode"]],
    ['unreadableFact("someCode", "the tags", tags)', ["someCode"]],
    ['maybeLimit(\n    given,\n    sums.boundary,\n    "someCode",', ["someCode"]],
    ['{ kind: "undocumented", code: "someCode" }', ["someCode"]],
    ["unknownFormula(code, reason)", []],
    ['{ code: "E_KEY_UNKNOWN" }', []],
    ['{ code: member, text: "x" }', []],
  ])("are found in %j", (text, codes) => {
    expect(codesIn(text)).toEqual(codes);
  });
});
