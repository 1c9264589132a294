import { PRINCIPAL_WORDS } from "../../guardrail/judge/perimeter-words.ts";
import type { Unknown } from "../../kms/decision.ts";
import { PERIMETER_WHO, type PerimeterWho } from "../../perimeter/perimeter-change.ts";
import {
  type PerimeterCell,
  type PerimeterOfEndpoint,
  TABLE_RESOURCES,
} from "../../perimeter/perimeter-table.ts";
import {
  type Block,
  type Line,
  line,
  type Span,
  span,
  type TableRow,
  type Tone,
} from "../words/document.ts";
import { shorten } from "../words/shorten.ts";

const COLUMNS: Readonly<Record<PerimeterCell["resources"], string>> = {
  anyone: "anyone's",
  "listed-accounts": "trusted accounts'",
  "aws-owned": "AWS's own",
  organization: "the organization's",
  account: "the account's",
};

/** Characters of a note, unless everything is asked for. */
const mostNote = 400;

/** What one endpoint lets through, for a person at a terminal. */
export function perimeterBlocks(
  { endpoint, judged, cells }: PerimeterOfEndpoint,
  notes: readonly Unknown[],
  full: boolean,
): readonly Block[] {
  const { VpcEndpointId, VpcEndpointType, VpcId } = endpoint;
  const place = [judged.serviceName, VpcEndpointType, VpcId].filter((part) => part !== undefined);
  const head: Line = [span(VpcEndpointId, "strong"), span(`  ${place.join("  ")}`, "dim")];
  const whole = full ? Number.POSITIVE_INFINITY : mostNote;
  return [
    { kind: "lines", indent: 0, lines: [head] },
    ...(judged.doors.after.kind === "notOfService" ? [] : [table(cells)]),
    {
      kind: "table",
      indent: 2,
      rows: notes.map(({ text }) => ({
        cells: [line("note", "dim"), line(shorten(text, whole))],
        details: text.length > whole ? [line("cut off here: --full shows it whole", "dim")] : [],
      })),
    },
    { kind: "lines", indent: 0, lines: [line("")] },
  ];
}

function table(cells: readonly PerimeterCell[]): Block {
  const columns = TABLE_RESOURCES.filter((resources) =>
    isShown(cells, (cell) => cell.resources === resources),
  );
  return {
    kind: "table",
    indent: 2,
    head: ["who, to whose resources", ...columns.map((resources) => COLUMNS[resources])],
    rows: PERIMETER_WHO.filter((who) => isShown(cells, (cell) => cell.who === who)).map((who) =>
      row(
        who,
        columns.flatMap((resources) =>
          cells.filter((cell) => cell.who === who && cell.resources === resources),
        ),
      ),
    ),
  };
}

/** Accounts that nobody lists have neither a row nor a column. */
function isShown(cells: readonly PerimeterCell[], isIn: (cell: PerimeterCell) => boolean): boolean {
  const own = cells.filter(isIn);
  const isListed = own.every(
    ({ who, resources }) => who === "listed-accounts" || resources === "listed-accounts",
  );
  return !isListed || own.some(({ decision }) => decision !== "denied");
}

function row(who: PerimeterWho, cells: readonly PerimeterCell[]): TableRow {
  return {
    cells: [line(PRINCIPAL_WORDS[who], "strong"), ...cells.map((cell): Line => [cellSpan(cell)])],
  };
}

function cellSpan({ decision, gap }: PerimeterCell): Span {
  return span(`${decision}${gap ? " (gap)" : ""}`, toneOf(decision, gap));
}

function toneOf(decision: PerimeterCell["decision"], gap: boolean): Tone {
  if (gap) return "danger";
  return decision === "conditional" ? "warning" : decision === "denied" ? "dim" : "good";
}
