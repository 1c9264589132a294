import { styleText } from "node:util";
import Table from "cli-table3";
import type { Block, Line, Tone } from "../../alerts/words/document.ts";
import { escapeControls } from "../../alerts/words/escape-controls.ts";
import type { Output } from "../io.ts";
import { fitBlocks } from "./fit-blocks.ts";
import { lengthOf } from "./wrap-line.ts";

type Style = Parameters<typeof styleText>[0];

const styles: Readonly<Record<Tone, Style>> = {
  strong: "bold",
  dim: "dim",
  critical: ["bold", "inverse", "red"],
  danger: "red",
  warning: "yellow",
  notice: "cyan",
  good: "green",
};

const noBorders = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/**
 * Lays blocks out as lines of text, columns aligned, whatever stands in them made harmless. `columns`: how
 * many a terminal has, in which they are to stand; null: as many as they take.
 */
export function printBlocks(
  given: readonly Block[],
  { hasColour, columns }: Pick<Output, "hasColour" | "columns">,
): string {
  const blocks = columns === null ? given : fitBlocks(given, columns);
  const paint = (line: Line): string =>
    line.map(({ text, tone }) => paintSpan(escapeControls(text), tone, hasColour)).join("");
  const lines = blocks.flatMap((block) => {
    const margin = " ".repeat(block.indent);
    const laidOut = block.kind === "lines" ? block.lines.map(paint) : layOut(block, paint);
    return laidOut.map((text) => `${margin}${text}`.trimEnd());
  });
  return lines.map((text) => `${text}\n`).join("");
}

function paintSpan(text: string, tone: Tone | undefined, hasColour: boolean): string {
  if (!hasColour || tone === undefined || text === "") return text;
  // Whether the terminal wants colour is decided already.
  return styleText(styles[tone], text, { validateStream: false });
}

type TableBlock = Extract<Block, { readonly kind: "table" }>;

/** The table library takes time by the square of the rows. */
const rowsAtOnce = 100;

/** The lines of a table; those of a row's details begin below its second column. */
function layOut({ head, rows }: TableBlock, paint: (line: Line) => string): readonly string[] {
  if (rows.length === 0) return [];
  const heads = head === undefined ? [] : [head.map((text): Line => [{ text, tone: "dim" }])];
  const cells = [...heads, ...rows.map((row) => row.cells)];
  const widest = widestCells(cells);
  const lines: string[] = [];
  for (let from = 0; from < cells.length; from += rowsAtOnce) {
    const some = cells.slice(from, from + rowsAtOnce);
    // The widest cells stand below each part, so that all parts have the same columns.
    const text = tableOf([...some, widest].map((row) => row.map(paint)));
    lines.push(...text.split("\n").slice(0, some.length));
  }
  const margin = " ".repeat(lengthOf(widest[0] ?? []) + noBorders.middle.length);
  return [
    ...lines.slice(0, heads.length),
    ...rows.flatMap(({ details = [] }, index) => [
      lines[index + heads.length] ?? "",
      ...details.map((detail) => `${margin}${paint(detail)}`),
    ]),
  ];
}

function tableOf(rows: string[][]): string {
  const style = { "padding-left": 0, "padding-right": 0, head: [], border: [] };
  const table = new Table({ chars: noBorders, style });
  table.push(...rows);
  return table.toString();
}

/** The widest cell of each column, as a row. */
function widestCells(rows: readonly (readonly Line[])[]): readonly Line[] {
  const widest: Line[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      const known = widest[column];
      if (known === undefined || lengthOf(cell) > lengthOf(known)) widest[column] = cell;
    }
  }
  return widest;
}
