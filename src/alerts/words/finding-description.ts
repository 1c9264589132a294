import type { Finding } from "../../guardrail/finding/finding.ts";
import { accessSentence, alertAccesses, perimeterSentences } from "./alert-access.ts";
import { alertFacts } from "./alert-facts.ts";
import { clip } from "./clip.ts";
import { headline } from "./headline.ts";
import type { Names } from "./names.ts";

/** Who can now do what, by whom, since when: sentences. */
export function findingDescription(finding: Finding, names: Names): string {
  const { rows, rest } = alertAccesses(finding, names, 3);
  const { by, since } = alertFacts(finding, names);
  const access = rows.map((row) => `${accessSentence(row)} with ${row.keys} (${row.paths})`);
  const sentences = [
    ...(access.length === 0 ? [headline(finding)] : access),
    ...rest,
    ...perimeterSentences(finding.perimeterChanges.slice(0, 3)),
    ...by.slice(0, 1).map((line) => `By ${line}`),
    `Effective ${since[0] ?? ""}`,
  ];
  return sentences.map((sentence) => `${clip(sentence, 300)}.`).join(" ");
}
