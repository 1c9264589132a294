import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "vitest";
import type { Finding } from "../../../src/guardrail/finding/finding.ts";

/** The findings of `events/story`, as `kms-guardrail replay --json` told them. */
export const storyFile = resolve("test/unit/alerts/golden/story.jsonl");

export function storyFindings(): readonly Finding[] {
  const lines = readFileSync(storyFile, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Finding);
}

/** Compares with a file of `golden/`, one for each finding of the story; `vitest -u` writes them. */
export async function expectGolden(
  ending: string,
  render: (finding: Finding) => string,
): Promise<void> {
  const findings = storyFindings();
  expect(findings).toHaveLength(6);
  for (const [index, finding] of findings.entries()) {
    await expect(render(finding)).toMatchFileSnapshot(
      resolve(`test/unit/alerts/golden/story-${index + 1}.${ending}`),
    );
  }
}
