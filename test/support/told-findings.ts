import { isClosed } from "../../src/guardrail/finding/close-finding.ts";
import type { Finding } from "../../src/guardrail/finding/finding.ts";

/**
 * Findings that were told, and in whose place stands another of the same event that does not name them.
 * `kept`: the finding of each event, as it stands. What was taken back is not among them.
 */
export function unnamedFindings(
  published: readonly Finding[],
  kept: Readonly<Record<string, string>>,
): readonly string[] {
  const corrections = published.flatMap(({ event, notes }) =>
    notes
      .filter(({ code }) => code === "corrected")
      .map(({ text }) => ({ eventId: event?.eventId, text })),
  );
  const isNamed = ({ findingId, event }: Finding) =>
    corrections.some(({ eventId, text }) => eventId === event?.eventId && text.includes(findingId));
  const closed = new Set(published.filter(isClosed).map(({ findingId }) => findingId));
  return published
    .filter(({ findingId }) => !closed.has(findingId))
    .filter((finding) => {
      const standing = kept[finding.event?.eventId ?? ""];
      return standing !== undefined && standing !== finding.findingId && !isNamed(finding);
    })
    .map(({ findingId }) => findingId);
}

/** Findings that were told twice in a row, with nothing else said of their event in between. */
export function repeatedFindings(published: readonly Finding[]): readonly string[] {
  const last = new Map<string, string>();
  return published.flatMap(({ event, findingId, notes }) => {
    const eventId = event?.eventId ?? findingId;
    const told = JSON.stringify([findingId, notes]);
    if (last.get(eventId) === told) return [findingId];
    last.set(eventId, told);
    return [];
  });
}
