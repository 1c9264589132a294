import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Finding } from "../../src/guardrail/finding/finding.ts";
import { shellWords } from "../support/console-blocks.ts";
import { sampleAccountFile, storyFolder } from "../support/story.ts";
import { run } from "../unit/cli/cli-folder.ts";

/** A document's text as the document. */
function asJson(text: unknown): unknown {
  return typeof text === "string" && /^[[{]/.test(text) ? JSON.parse(text) : text;
}

it("prints a command that does what the finding's call does, whatever the document looks like", async () => {
  const replay = ["replay", "--account", sampleAccountFile, "--full", storyFolder];
  const { out } = await run(replay);
  const { lines } = await run([...replay, "--json"]);
  const printed = out.split("\n").flatMap((line) => /^ {2}undo {4}(aws .*)$/.exec(line)?.[1] ?? []);
  const calls = (lines as unknown as readonly Finding[]).map(
    ({ remediation }) => remediation.calls,
  );
  expect(printed).toHaveLength(calls.length);
  for (const [index, command] of printed.entries()) {
    const input = calls[index]?.[0]?.input ?? {};
    const values = shellWords(command).filter((word, i) => i > 2 && !word.startsWith("--"));
    expect(values.map(asJson)).toEqual(Object.values(input).map(asJson));
  }
  // One of them puts back a policy that was stored with line breaks.
  expect(readFileSync(sampleAccountFile, "utf8")).toContain('"policy": "{\\n');
});
