import type { MatrixRow } from "../../access/who-can/matrix.ts";
import { actionList } from "../words/action-list.ts";
import { type Block, line, span, type TableRow } from "../words/document.ts";
import type { Names } from "../words/names.ts";

/** Actions named in a cell unless all are asked for. */
const MOST_ACTIONS = 4;

/** The rows of one key (null: the actions without a key) for a person at a terminal. */
export function matrixBlocks(
  key: string | null,
  rows: readonly MatrixRow[],
  names: Names,
  full: boolean,
): readonly Block[] {
  const most = full ? Number.POSITIVE_INFINITY : MOST_ACTIONS;
  const title = key === null ? "actions without a key" : names.key(key);
  const head = [span(title, "strong"), ...(key === null ? [] : [span(`  ${key}`, "dim")])];
  return [
    { kind: "lines", indent: 0, lines: [head] },
    {
      kind: "table",
      indent: 2,
      head: ["principal", "path", "allowed", "conditional", "explicit deny"],
      rows: rows.map((row): TableRow => tableRow(row, names, most)),
    },
    { kind: "lines", indent: 0, lines: [line("")] },
  ];
}

function tableRow(row: MatrixRow, names: Names, most: number): TableRow {
  const principal = `${names.principal(row.principal)}${row.external ? " (external)" : ""}`;
  const actions = (list: readonly string[]) =>
    line(list.length === 0 ? "" : actionList(list, most));
  return {
    cells: [
      line(principal, row.external ? "danger" : "strong"),
      line(names.path(row.via)),
      actions(row.allowed),
      actions(row.conditional),
      actions(row.explicitDeny),
    ],
  };
}
