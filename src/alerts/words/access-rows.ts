import type { AccessChange } from "../../access/compare/access-change.ts";
import type { PerimeterChange } from "../../guardrail/finding/finding.ts";
import { type AccessGroup, groupAccessChanges, groupOfOne } from "./access-group.ts";
import { actionList } from "./action-list.ts";
import { becauseLines } from "./because-lines.ts";
import { type Line, line, type Span, span, type TableRow } from "./document.ts";
import type { Names } from "./names.ts";
import { changeTone } from "./severity-tone.ts";
import { count, shortList } from "./shorten.ts";
import { widestChanges } from "./widest-changes.ts";

/** Rows that stand on a screen; the rest is opened with `--full`. */
const mostRows = 30;
/** More groups than this that change nothing outside an endpoint are told in one row. */
const mostAlreadyAllowed = 3;

export interface AccessRows {
  readonly rows: readonly TableRow[];
  /** How many access changes no row shows. */
  readonly hidden: number;
}

/** The access changes of a finding as a table: those alike in one row, or with `full` one each. */
export function accessRows(
  changes: readonly AccessChange[],
  names: Names,
  full: boolean,
): AccessRows {
  if (full) {
    const rows = changes.map((change) => {
      const row = accessRow(groupOfOne(change), names, full);
      return { ...row, details: [...(row.details ?? []), ...witnessLines(change)] };
    });
    return { rows, hidden: 0 };
  }
  const groups = groupAccessChanges(changes);
  const allowed = groups.filter(({ alreadyAllowedWithout }) => alreadyAllowedWithout);
  const isFolded = allowed.length > mostAlreadyAllowed;
  const open = isFolded ? groups.filter((group) => !allowed.includes(group)) : groups;
  const shown = open.slice(0, mostRows);
  return {
    rows: [
      ...shown.map((group) => accessRow(group, names, full)),
      ...(isFolded ? foldedRows(allowed, names) : []),
    ],
    hidden: open.slice(shown.length).reduce((sum, { size }) => sum + size, 0),
  };
}

function accessRow(group: AccessGroup, names: Names, full: boolean): TableRow {
  const { change, principals, external, keys, vias, actions } = group;
  const most = full ? Number.POSITIVE_INFINITY : 3;
  const who: Span[] = [span(shortList(principals.map(names.principal), most), "strong")];
  if (external) who.push(span(" (external)", "critical"));
  return {
    cells: [
      line(change, changeTone(change)),
      who,
      line(actionList(actions, most)),
      line(shortList(keys.map(keyText(names)), most)),
      line(shortList(vias.map(names.path), most)),
    ],
    details: reasonLines(group, full).map((text) => line(text, "dim")),
  };
}

function keyText(names: Names): (key: string | null) => string {
  return (key) => (key === null ? "no key" : names.key(key));
}

function reasonLines(group: AccessGroup, full: boolean): readonly string[] {
  const { change, before, after, because, alreadyAllowedWithout } = group;
  const without = alreadyAllowedWithout ? ", allowed outside any endpoint anyway" : "";
  return [`${before} → ${after}${without}`, ...becauseLines(change, because, full)];
}

/** What an endpoint's change does to what is allowed outside any endpoint anyway, in short. */
function foldedRows(groups: readonly AccessGroup[], names: Names): readonly TableRow[] {
  const kinds = new Map<string, AccessGroup[]>();
  for (const group of groups) {
    const kind = JSON.stringify([group.change, group.vias]);
    kinds.set(kind, [...(kinds.get(kind) ?? []), group]);
  }
  return [...kinds.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const principals = new Set(same.flatMap((group) => group.principals));
    const keys = new Set(same.flatMap((group) => group.keys.filter((key) => key !== null)));
    const actions = new Set(same.flatMap((group) => group.actions));
    const size = same.reduce((sum, group) => sum + group.size, 0);
    return [
      {
        cells: [
          line(first.change, changeTone(first.change)),
          line(count(principals.size, "principal"), "strong"),
          line(count(actions.size, "action")),
          line(count(keys.size, "key")),
          line(shortList(first.vias.map(names.path), 3)),
        ],
        details: [
          line(
            `${count(size, "access change")} to what is allowed outside any endpoint anyway: --full shows all`,
            "dim",
          ),
        ],
      },
    ];
  });
}

/** One request that proves the change. */
function witnessLines({ witness }: AccessChange): readonly Line[] {
  if (witness === null) return [];
  const context = Object.entries(witness.context).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : value.join(",")}`,
  );
  const given = context.length === 0 ? "with no context" : `with ${context.join(" ")}`;
  return [line(`for example ${witness.action} ${given}`, "dim")];
}

/** What became of the data perimeter. */
export function perimeterRows(changes: readonly PerimeterChange[], full: boolean): TableRow[] {
  const shown = full ? changes : widestChanges(changes);
  return shown.map(({ change, via, who, resources, because }) => ({
    cells: [
      line(change, changeTone(change)),
      line(`principals: ${who}`, "strong"),
      line(`resources: ${resources}`),
      line(via),
    ],
    details: becauseLines(change, because, full).map((text) => line(text, "dim")),
  }));
}
