import type { Decision } from "../../kms/decision.ts";
import { conditionText } from "./condition-text.ts";
import { type Line, line } from "./document.ts";
import { shortList } from "./shorten.ts";
import { layerName } from "./statement-text.ts";

/** What a decision leaves open or what it would take, in lines below it. */
export function decisionLines(decision: Decision): readonly Line[] {
  const { blockedBy, condition, missingContextKeys, unknowns, notes } = decision;
  const lines: Line[] = [];
  if (blockedBy.length > 0) {
    lines.push(line(`blocked by: ${blockedBy.map(layerName).join(" and ")}`, "strong"));
  }
  if (condition !== null) lines.push(line(`if ${conditionText(condition)}`, "warning"));
  if (missingContextKeys.length > 0) {
    lines.push(line(`not told: ${shortList(missingContextKeys, 5)}`, "dim"));
  }
  for (const { text } of unknowns) lines.push(line(`not known: ${text}`, "dim"));
  for (const { text } of notes ?? []) lines.push(line(`note: ${text}`, "dim"));
  return lines;
}
