import type { Block, Line, TableRow } from "../../alerts/words/document.ts";
import { line, span } from "../../alerts/words/document.ts";
import { lengthOf, wrapLine } from "./wrap-line.ts";

const gap = 2;

type TableBlock = Extract<Block, { readonly kind: "table" }>;

/** Blocks such that they stand within so many columns: tables that are wider are told row by row. */
export function fitBlocks(blocks: readonly Block[], columns: number): readonly Block[] {
  return blocks.map((block): Block => {
    const width = columns - block.indent;
    if (block.kind === "lines") {
      return { ...block, lines: block.lines.flatMap((one) => wrapLine(one, width, gap)) };
    }
    const widths = columnWidths(block);
    const margin = (widths[0] ?? 0) + gap;
    if (sum(widths) + gap * (widths.length - 1) <= width) {
      const rows = block.rows.map((row) => ({
        ...row,
        details: (row.details ?? []).flatMap((one) => wrapLine(one, width - margin, gap)),
      }));
      return { ...block, rows };
    }
    const { head, rows, indent } = block;
    const told = (row: TableRow): readonly Line[] =>
      head === undefined ? flowedRow(row, margin, width) : listedRow(row, head, width);
    return { kind: "lines", indent, lines: rows.flatMap(told) };
  });
}

/** A row as its first cell, and beside it the others, one after the other, on as many lines as it takes. */
function flowedRow({ cells, details = [] }: TableRow, margin: number, width: number): Line[] {
  const [label = [], ...others] = cells;
  const room = width - margin;
  const beside = [
    ...flow(
      others.filter((cell) => lengthOf(cell) > 0),
      room,
    ),
    ...details.flatMap((one) => wrapLine(one, room, gap)),
  ];
  const padded = [...label, span(" ".repeat(Math.max(0, margin - lengthOf(label))))];
  const below = span(" ".repeat(margin));
  if (beside.length === 0) return [label];
  return beside.map((one, index) => [...(index === 0 ? padded : [below]), ...one]);
}

/** Cells side by side while they fit; one that is wider than the room is wrapped. */
function flow(cells: readonly Line[], room: number): readonly Line[] {
  const lines: Line[] = [];
  let current: Line = [];
  for (const cell of cells) {
    const joined = current.length === 0 ? cell : [...current, span(" ".repeat(gap)), ...cell];
    if (lengthOf(joined) <= room || current.length === 0) current = joined;
    else {
      lines.push(...wrapLine(current, room, gap));
      current = cell;
    }
  }
  return current.length === 0 ? lines : [...lines, ...wrapLine(current, room, gap)];
}

/** A row as its first cell, and below it the others, each by what its column is called. */
function listedRow(
  { cells, details = [] }: TableRow,
  head: readonly string[],
  width: number,
): readonly Line[] {
  const [title = [], ...others] = cells;
  const widest = Math.max(0, ...head.slice(1).map((text) => text.length));
  const rows = others.flatMap((cell, index): readonly Line[] => {
    if (lengthOf(cell) === 0) return [];
    const label = line((head[index + 1] ?? "").padEnd(widest), "dim");
    return flowedRow({ cells: [label, cell] }, widest + gap, width - gap);
  });
  const below = [...rows, ...details.flatMap((one) => wrapLine(one, width - gap, gap))];
  return [...wrapLine(title, width, gap), ...below.map((one) => [span(" ".repeat(gap)), ...one])];
}

function columnWidths({ head = [], rows }: TableBlock): readonly number[] {
  const widths = head.map((text) => text.length);
  for (const { cells } of rows) {
    for (const [column, cell] of cells.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, lengthOf(cell));
    }
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
