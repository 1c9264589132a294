import type { WhoCanLine } from "../../access/who-can/who-can.ts";
import { actionList } from "../words/action-list.ts";
import { conditionText } from "../words/condition-text.ts";
import { type Block, type Line, line, span, type TableRow } from "../words/document.ts";
import type { Names } from "../words/names.ts";
import { count, shortList } from "../words/shorten.ts";

const mostLines = 2;

/** What one principal can do with the key on some paths. */
interface Row {
  readonly principal: string;
  readonly external: boolean;
  readonly vias: readonly (string | null)[];
  readonly allowed: readonly string[];
  readonly conditional: readonly string[];
  readonly conditions: readonly string[];
  /** What no context key can settle. */
  readonly unknowns: readonly string[];
}

/** Who can use a key, for a person at a terminal; the paths on which it is the same in one row. */
export function whoCanBlocks(
  lines: readonly WhoCanLine[],
  key: string,
  names: Names,
  full: boolean,
): readonly Block[] {
  const rows = mergePaths(rowsOf(lines), full);
  const sorted = [...rows].sort((a, b) => Number(b.external) - Number(a.external));
  const isConditional = rows.some(({ conditional }) => conditional.length > 0);
  const head: Line = [
    span(names.key(key), "strong"),
    ...(names.key(key) === key ? [] : [span(`  ${key}`, "dim")]),
  ];
  return [
    { kind: "lines", indent: 0, lines: [head] },
    {
      kind: "table",
      indent: 2,
      head: ["principal", "path", "allowed", ...(isConditional ? ["conditional"] : [])],
      rows: sorted.map((row) => tableRow(row, names, { full, isConditional })),
    },
  ];
}

function rowsOf(lines: readonly WhoCanLine[]): readonly Row[] {
  const byTriple = new Map<string, WhoCanLine[]>();
  for (const one of lines) {
    const triple = JSON.stringify([one.principal, one.via]);
    const same = byTriple.get(triple);
    if (same === undefined) byTriple.set(triple, [one]);
    else same.push(one);
  }
  return [...byTriple.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const actions = (decision: WhoCanLine["decision"]): readonly string[] =>
      same.filter((one) => one.decision === decision).map(({ action }) => action);
    const conditions = same.flatMap(({ condition }) =>
      condition === null ? [] : [conditionText(condition)],
    );
    return [
      {
        principal: first.principal,
        external: first.external,
        vias: [first.via],
        allowed: actions("allowed"),
        conditional: actions("conditional"),
        conditions: [...new Set(conditions)],
        unknowns: [...new Set(same.flatMap(({ unknowns }) => unknowns.map(({ text }) => text)))],
      },
    ];
  });
}

function mergePaths(rows: readonly Row[], full: boolean): readonly Row[] {
  if (full) return rows;
  const merged = new Map<string, Row>();
  for (const row of rows) {
    const { vias, ...rest } = row;
    const key = JSON.stringify(rest);
    const same = merged.get(key);
    merged.set(key, same === undefined ? row : { ...row, vias: [...same.vias, ...vias] });
  }
  return [...merged.values()];
}

function tableRow(
  row: Row,
  names: Names,
  { full, isConditional }: { readonly full: boolean; readonly isConditional: boolean },
): TableRow {
  const most = full ? Number.POSITIVE_INFINITY : 3;
  const actions = (list: readonly string[]): string =>
    list.length === 0 ? "" : actionList(list, most);
  return {
    cells: [
      [
        span(names.principal(row.principal), "strong"),
        ...(row.external ? [span(" (external)", "critical")] : []),
      ],
      line(shortList(row.vias.map(names.path), most)),
      line(actions(row.allowed), "good"),
      ...(isConditional ? [line(actions(row.conditional), "warning")] : []),
    ],
    details: conditionLines(row, full),
  };
}

function conditionLines({ conditions, unknowns }: Row, full: boolean): readonly Line[] {
  return [
    ...firstLines(
      conditions.map((text) => `if ${text}`),
      "condition",
      full,
    ),
    ...firstLines(
      unknowns.map((text) => `not known: ${text}`),
      "unknown",
      full,
    ),
  ];
}

function firstLines(texts: readonly string[], what: string, full: boolean): readonly Line[] {
  const shown = full ? texts : texts.slice(0, mostLines);
  const rest = texts.length - shown.length;
  return [
    ...shown.map((text) => line(text, "dim")),
    ...(rest > 0 ? [line(`${count(rest, `more ${what}`)}: --full shows all`, "dim")] : []),
  ];
}
