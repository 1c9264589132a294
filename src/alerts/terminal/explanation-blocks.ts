import type { ExplainedLayer, ExplainedStatement } from "../../access/explain/explain-layers.ts";
import type { Explanation } from "../../access/explain/explain-request.ts";
import { decisionLines } from "../words/decision-lines.ts";
import { type Block, type Line, line, span, type TableRow } from "../words/document.ts";
import { decisionTone } from "../words/severity-tone.ts";
import { count } from "../words/shorten.ts";
import { layerName, policyName, statementPlace } from "../words/statement-text.ts";

/** A question as it was asked: `role/ci-deploy, kms:Decrypt, alias/payroll, outside any endpoint`. */
export type Question = readonly string[];

/** Statements that did not match are counted beyond this many in a layer. */
const mostUnmatched = 6;

/** Why a request is decided as it is, layer by layer, for a person at a terminal. */
export function explanationBlocks(
  question: Question,
  explanation: Explanation,
  full: boolean,
): readonly Block[] {
  const { decision } = explanation;
  return [
    {
      kind: "lines",
      indent: 0,
      lines: [[span(decision, decisionTone(decision)), span(`  ${question.join("  ")}`, "strong")]],
    },
    { kind: "lines", indent: 2, lines: decisionLines(explanation) },
    ...sidesOf(explanation.layers).flatMap((layers) => [
      ...sideHead(layers[0]?.resource),
      ...layers.flatMap((layer, index) => layerBlocks(layer, levelOf(layers, index), full)),
    ]),
  ];
}

/** The layers of each resource that the operation is on. */
function sidesOf(layers: readonly ExplainedLayer[]): readonly (readonly ExplainedLayer[])[] {
  const resources = [...new Set(layers.map(({ resource }) => resource))];
  return resources.map((one) => layers.filter(({ resource }) => resource === one));
}

function sideHead(resource: string | undefined): readonly Block[] {
  if (resource === undefined) return [];
  return [{ kind: "lines", indent: 0, lines: [[], line(`on ${resource}`, "strong")] }];
}

/** SCPs are told level by level, root first; null where a layer stands once. */
function levelOf(layers: readonly ExplainedLayer[], index: number): number | null {
  const name = layers[index]?.layer;
  const same = layers.filter(({ layer }) => layer === name);
  if (same.length === 1 || name !== "service-control-policy") return null;
  return layers.slice(0, index + 1).filter(({ layer }) => layer === name).length;
}

function layerBlocks(
  { layer, decision, statements }: ExplainedLayer,
  level: number | null,
  full: boolean,
): Block[] {
  const matched = statements.filter((statement) => statement.matched !== false);
  const unmatched = statements.filter((statement) => statement.matched === false);
  const shown = full ? unmatched : unmatched.slice(0, mostUnmatched);
  const rest = unmatched.length - shown.length;
  const head: Line = [
    span(`${layerName(layer)}${level === null ? "" : `, level ${level}`}`, "strong"),
    span("  "),
    span(decision, decisionTone(decision)),
  ];
  const rows = [...matched, ...shown].map(statementRow);
  const more = `${count(rest, "more statement")} that did not match: --full shows all`;
  return [
    { kind: "lines", indent: 2, lines: [[], head] },
    { kind: "table", indent: 4, rows },
    { kind: "lines", indent: 4, lines: rest > 0 ? [line(more, "dim")] : [] },
  ];
}

function statementRow(statement: ExplainedStatement): TableRow {
  const { policy, effect, matched, decidedBy, from } = statement;
  const tone = effect === "Allow" ? "good" : "danger";
  const place = [policyName(policy), statementPlace(statement)].filter((text) => text !== "");
  return {
    cells: [
      matched === false ? line(effect, "dim") : line(effect, tone),
      matched === true
        ? line("applies", tone)
        : matched === "unknown"
          ? line("may apply", "warning")
          : line("does not", "dim"),
      line(`${place.join(", ")}${from === undefined ? "" : `, through ${from}`}`),
      line(decidedBy, "dim"),
    ],
  };
}
