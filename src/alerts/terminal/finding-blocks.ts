import type { AccessChange } from "../../access/compare/access-change.ts";
import type { Finding, Remediation } from "../../guardrail/finding/finding.ts";
import { accessRows, perimeterRows } from "../words/access-rows.ts";
import { attributeLines } from "../words/attribute-lines.ts";
import { awsCliLine } from "../words/aws-cli-line.ts";
import {
  type Block,
  type Line,
  line,
  type Span,
  span,
  type TableRow,
  verbatim,
} from "../words/document.ts";
import { callerText, eventText } from "../words/event-text.ts";
import { hidingState } from "../words/hiding-state.ts";
import type { Names } from "../words/names.ts";
import { severityTone } from "../words/severity-tone.ts";
import { count, shorten } from "../words/shorten.ts";
import { spanText } from "../words/time-text.ts";

export interface FindingOptions {
  readonly names: Names;
  /** Every access change on a row of its own, every value whole. */
  readonly full: boolean;
  /** Which access changes to show; the others are counted. */
  readonly concerns?: (change: AccessChange) => boolean;
}

const indent = 2;
const mostAttributes = 10;
const mostCallLength = 400;

/** A finding for a person at a terminal. */
export function findingBlocks(finding: Finding, options: FindingOptions): readonly Block[] {
  const { names, full } = options;
  const changes = finding.accessChanges.filter(options.concerns ?? (() => true));
  const { rows, hidden } = accessRows(changes, names, full);
  const others = finding.accessChanges.length - changes.length;
  return [
    { kind: "lines", indent: 0, lines: [headline(finding)] },
    { kind: "table", indent, rows: facts(finding, options) },
    ...table(rows),
    ...table(perimeterRows(finding.perimeterChanges, full)),
    ...lines(moreLines(finding, hidden, others)),
    { kind: "table", indent, rows: [...undoRows(finding.remediation, full), ...noteRows(finding)] },
  ];
}

function headline({ severity, title, kind }: Finding): Line {
  const kindSpan = kind === "access" ? [] : [span(` (${kind})`, "dim")];
  return [
    span(severity.toUpperCase(), severityTone(severity)),
    span("  "),
    span(title, "strong"),
    ...kindSpan,
  ];
}

function facts(finding: Finding, options: FindingOptions): readonly TableRow[] {
  const { event, effectiveFrom, effectiveBy, attributeChanges } = finding;
  const hiding = hidingState(finding);
  const { names, full } = options;
  const shown = full ? attributeChanges : attributeChanges.slice(0, mostAttributes);
  const attributes = shown.flatMap((change) => attributeLines(change, options));
  const rest = attributeChanges.length - shown.length;
  if (rest > 0) attributes.push(line(`${count(rest, "more attribute")}: --full shows all`, "dim"));
  return [
    ...(event === null
      ? row("found", line(`by reading ${finding.resource.arn}`))
      : [...row("event", line(eventText(event))), ...row("by", line(callerText(event, names)))]),
    ...attributes.flatMap((one, index) => row(index === 0 ? "what" : "", one)),
    ...row("effect", line(spanText(effectiveFrom, effectiveBy))),
    ...(hiding === null
      ? []
      : row(
          "state",
          line(`the key is ${hiding}: what follows counts once it is enabled`, "warning"),
        )),
  ];
}

function moreLines({ truncated, summary }: Finding, hidden: number, others: number): Line[] {
  const more: Line[] = [];
  if (hidden > 0)
    more.push(line(`${count(hidden, "more access change")}: --full shows all`, "dim"));
  if (others > 0) more.push(line(`${count(others, "access change")} of others not shown`, "dim"));
  if (truncated === true) {
    const { gained, lost, widened, narrowed } = summary;
    const told = `${gained} gained, ${widened} widened, ${lost} lost, ${narrowed} narrowed`;
    more.push(line(`only the worst are kept, of ${told}: --full keeps all`, "warning"));
  }
  return more;
}

function undoRows(remediation: Remediation, full: boolean): readonly TableRow[] {
  const { calls, status, refusedBecause } = remediation;
  const state = `${statusText(status)}${refusedBecause === null ? "" : `: ${refusedBecause}`}`;
  const whole = full ? Number.POSITIVE_INFINITY : mostCallLength;
  const commands = calls.map(awsCliLine);
  if (commands.length === 0) return refusedBecause === null ? [] : row("undo", line(state, "dim"));
  const isCut = commands.some((command) => command.length > whole);
  return [
    ...commands.map((command) => verbatim(shorten(command, whole))),
    ...(isCut ? [line("cut off here: --full shows it whole", "dim")] : []),
    line(state, "dim"),
  ].flatMap((one, index) => row(index === 0 ? "undo" : "", one));
}

function statusText(status: Remediation["status"]): string {
  switch (status) {
    case "none":
      return "nothing to undo";
    case "proposed":
      return "proposed, not done";
    case "awaitingApproval":
      return "awaits approval";
    default:
      return status;
  }
}

function noteRows({ notes }: Finding): readonly TableRow[] {
  return notes.flatMap(({ text }) => row("note", line(text)));
}

function row(label: string, value: readonly Span[]): readonly TableRow[] {
  return [{ cells: [line(label.padEnd(6), "dim"), value] }];
}

function table(rows: readonly TableRow[]): readonly Block[] {
  return rows.length === 0 ? [] : [{ kind: "table", indent, rows }];
}

function lines(some: readonly Line[]): readonly Block[] {
  return some.length === 0 ? [] : [{ kind: "lines", indent, lines: some }];
}
