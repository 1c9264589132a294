import type { TaskExplanation } from "../../access/explain/explain-task.ts";
import type { TaskLine } from "../../access/who-can/who-can-task.ts";
import { type ServiceTask, viaServiceOf } from "../../kms/service-tasks.ts";
import { conditionText } from "../words/condition-text.ts";
import { decisionLines } from "../words/decision-lines.ts";
import { type Block, type Line, line, span, type TableRow } from "../words/document.ts";
import type { Names } from "../words/names.ts";
import { decisionTone } from "../words/severity-tone.ts";
import { explanationBlocks } from "./explanation-blocks.ts";

/** What a task is asked on, and by whom. */
export interface AskedTask {
  readonly task: ServiceTask;
  /** The key's ARN. */
  readonly key: string;
  readonly region: string;
  /** The AWS service principal that makes the calls for itself; null: a service does on a caller's behalf. */
  readonly service: string | null;
}

/** For whom a key lets a task pass, for a person at a terminal. */
export function whoCanTaskBlocks(
  lines: readonly TaskLine[],
  asked: AskedTask,
  names: Names,
): readonly Block[] {
  const sorted = [...lines].sort((a, b) => Number(b.whole.external) - Number(a.whole.external));
  const name = names.key(asked.key);
  const head: Line = [
    span(name, "strong"),
    ...(name === asked.key ? [] : [span(`  ${asked.key}`, "dim")]),
  ];
  return [
    { kind: "lines", indent: 0, lines: [head] },
    { kind: "lines", indent: 2, lines: taskLines(asked) },
    {
      kind: "table",
      indent: 2,
      head: ["principal", asked.task.name],
      rows: sorted.map((row) => taskRow(row, names)),
    },
  ];
}

/** Why a task is decided as it is, action by action. */
export function taskExplanationBlocks(
  question: readonly string[],
  { decision, parts }: TaskExplanation,
  asked: AskedTask,
  full: boolean,
): readonly Block[] {
  const answer: Line = [
    span(decision.decision, decisionTone(decision.decision)),
    span(`  ${[question[0], asked.task.name, ...question.slice(1)].join("  ")}`, "strong"),
  ];
  return [
    { kind: "lines", indent: 0, lines: [answer] },
    { kind: "lines", indent: 2, lines: [...taskLines(asked), ...decisionLines(decision)] },
    ...parts.flatMap(({ action, explanation }) => [
      { kind: "lines" as const, indent: 0, lines: [line("")] },
      ...explanationBlocks([action], explanation, full),
    ]),
  ];
}

/** What the task asks of the key, how its calls come there, and what is not asked. */
function taskLines({ task, region, service }: AskedTask): readonly Line[] {
  const name = task.name.slice(0, task.name.indexOf(":"));
  const actions = task.actions.map((action) => action.replace(/^kms:/, "")).join(" and ");
  const told = task.encryptionContext.map((pair) => `kms:EncryptionContext:${pair}`).join(", ");
  const how =
    service === null
      ? `through ${viaServiceOf(task, region)}, passing no VPC endpoint`
      : `by ${service} for itself, passing no VPC endpoint`;
  return [
    line(`takes ${actions}, ${how}`),
    line(`only the key is asked: what ${name} itself lets the caller do is not`, "dim"),
    ...(told === "" ? [] : [line(`the service sets ${told}, which --context may tell`, "dim")]),
  ];
}

function taskRow({ whole }: TaskLine, names: Names): TableRow {
  const { principal, external, decision, condition, unknowns } = whole;
  return {
    cells: [
      [
        span(names.principal(principal), "strong"),
        ...(external ? [span(" (external)", "critical")] : []),
      ],
      line(decision, decisionTone(decision)),
    ],
    details: [
      ...(condition === null ? [] : [line(`if ${conditionText(condition)}`, "dim")]),
      ...unknowns.map(({ text }) => line(`not known: ${text}`, "dim")),
    ],
  };
}
