import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { type Block, line } from "../../../../src/alerts/words/document.ts";
import { printBlocks } from "../../../../src/cli/text/print-blocks.ts";

const plain = { hasColour: false, columns: null };
const coloured = { hasColour: true, columns: null };

const row = (...cells: readonly string[]) => ({ cells: cells.map((text) => line(text, "danger")) });

describe("printBlocks", () => {
  it("lays out lines and tables, aligned and with no space at the end", () => {
    const blocks: readonly Block[] = [
      { kind: "lines", indent: 0, lines: [line("head", "strong"), []] },
      {
        kind: "table",
        indent: 2,
        head: ["a", "b"],
        rows: [row("x", "y", ""), { ...row("longer", "z"), details: [line("below")] }],
      },
      { kind: "table", indent: 2, rows: [] },
    ];
    expect(printBlocks(blocks, plain)).toBe(
      "head\n\n  a       b\n  x       y\n  longer  z\n          below\n",
    );
  });

  it("paints the same layout where there is colour", () => {
    const blocks: readonly Block[] = [
      { kind: "table", indent: 0, rows: [row("x", "y"), row("longer", "z")] },
    ];
    const painted = printBlocks(blocks, coloured);
    expect(painted).toContain("\u001b[31mx\u001b[39m");
    const lines = stripVTControlCharacters(painted)
      .split("\n")
      .map((text) => text.trimEnd());
    expect(lines.join("\n")).toBe(printBlocks(blocks, plain));
  });

  it("keeps the columns of a long table where they are", () => {
    const rows = Array.from({ length: 1000 }, (_, i) =>
      row(i === 700 ? "the longest of all" : `r${i}`, "|"),
    );
    const lines = printBlocks([{ kind: "table", indent: 0, rows }], plain)
      .trimEnd()
      .split("\n");
    expect(lines).toHaveLength(1000);
    expect(new Set(lines.map((text) => text.indexOf("|")))).toEqual(new Set([20]));
  });

  it("lets no control character through", () => {
    const text = "a\u001b[2J\nb";
    const blocks: readonly Block[] = [
      { kind: "lines", indent: 0, lines: [line(text, "danger")] },
      { kind: "table", indent: 0, rows: [{ ...row(text), details: [line(text)] }] },
    ];
    expect(printBlocks(blocks, plain)).toBe(
      `${"a\\u001b[2J\\nb\n".repeat(2)}${" ".repeat(15)}a\\u001b[2J\\nb\n`,
    );
  });
});
