import { describe, expect, it } from "vitest";
import { type Block, line, verbatim } from "../../../../src/alerts/words/document.ts";
import { printBlocks } from "../../../../src/cli/text/print-blocks.ts";

const row = (...cells: readonly string[]) => ({ cells: cells.map((text) => line(text)) });
const print = (block: Block, columns: number): string =>
  printBlocks([block], { hasColour: false, columns });

describe("in fewer columns than it takes", () => {
  it("a line goes on below, further in", () => {
    const block = { kind: "lines", indent: 2, lines: [line("one two three")] } as const;
    expect(print(block, 11)).toBe("  one two\n    three\n");
    expect(print(block, 15)).toBe("  one two three\n");
  });

  it("a table is told row by row, its cells beside the first one", () => {
    const rows = [
      { ...row("gained", "role/a", "Decrypt", "", "alias/b"), details: [line("by a statement")] },
      row("lost", "role/b"),
      row("", "role/c and others of them"),
      row("none"),
    ];
    expect(print({ kind: "table", indent: 1, rows }, 25)).toBe(
      ` gained  role/a  Decrypt
         alias/b
         by a statement
 lost    role/b
         role/c and
           others of them
 none
`,
    );
  });

  it("a table with a head is told by its columns", () => {
    const head = ["principal", "path", "allowed"];
    const rows = [
      { ...row("role/first", "outside, vpce-1", "Decrypt"), details: [line("if it may")] },
      row("role/second", "", "Encrypt"),
    ];
    expect(print({ kind: "table", indent: 0, head, rows }, 24)).toBe(
      `role/first
  path     outside,
             vpce-1
  allowed  Decrypt
  if it may
role/second
  allowed  Encrypt
`,
    );
  });

  it("what is there to be copied stays whole", () => {
    const rows = [{ cells: [line("undo"), verbatim("aws kms enable-key --key-id 1")] }];
    expect(print({ kind: "table", indent: 0, rows }, 12)).toBe(
      "undo  aws kms enable-key --key-id 1\n",
    );
  });
});

it("a table that fits stays one, its details broken", () => {
  const rows = [{ ...row("a", "b"), details: [line("far too wide")] }];
  expect(print({ kind: "table", indent: 0, head: ["x", "y"], rows }, 10)).toBe(
    "x  y\na  b\n   far too\n     wide\n",
  );
});
