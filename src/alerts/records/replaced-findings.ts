import { closeFinding } from "../../guardrail/finding/close-finding.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import { eventIdOf } from "../../guardrail/finding/finding-id.ts";

/**
 * The findings of the same event that one was told in place of, each as it is told for the last time. Nobody
 * else tells that they ended: what comes to nothing is published once more as `retracted`, what comes to
 * something else is only named by the `corrected` note of what it came to.
 */
export function replacedFindings(finding: Finding): readonly Finding[] {
  const text = `told anew as \`${finding.findingId}\``;
  return replacedIds(finding).map((findingId) =>
    closeFinding({ ...finding, findingId }, "superseded", text),
  );
}

/** The ids that a finding's notes say it was told in place of; events and their names stand there too. */
export function replacedIds({
  findingId,
  notes,
}: Pick<Finding, "findingId" | "notes">): readonly string[] {
  const ofEvent = eventIdOf(findingId);
  const named = namedBy(notes, "corrected");
  return [...new Set(named)].filter((id) => id !== findingId && eventIdOf(id) === ofEvent);
}

/** The id of the finding that was told in place of one; null: none was. */
export function replacingId({ notes }: Pick<Finding, "notes">): string | null {
  return namedBy(notes, "superseded").at(-1) ?? null;
}

function namedBy(notes: Finding["notes"], code: string): readonly string[] {
  const texts = notes.filter((note) => note.code === code).map(({ text }) => text);
  return texts.flatMap((text) => [...text.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
}
