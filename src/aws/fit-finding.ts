import type { Finding } from "../guardrail/finding.ts";

/** Left for the note that tells what was left out, and for `truncated`. */
const roomForNote = 1024;

/**
 * The finding as JSON in at most so many bytes. What does not fit is left out from the end of its
 * lists, and a note tells how much: of the access changes, which begin with the worst, and first of
 * attribute changes and notes that would take up the room of those.
 */
export function fitFinding(finding: Finding, mostBytes: number): string {
  const whole = JSON.stringify(finding);
  if (bytesOf(whole) <= mostBytes) return whole;
  const room = mostBytes - roomForNote;
  const attributeChanges = fitting(finding.attributeChanges, room / 2);
  const notes = fitting(finding.notes, room / 8);
  const rest = JSON.stringify({ ...finding, attributeChanges, notes, accessChanges: [] });
  const accessChanges = fitting(finding.accessChanges, room - bytesOf(rest));
  const kept = { ...finding, attributeChanges, notes, accessChanges };
  return JSON.stringify(withTruncatedNote(kept, finding));
}

/** As many items from the beginning as fit. */
function fitting<T>(items: readonly T[], mostBytes: number): readonly T[] {
  let left = mostBytes;
  const end = items.findIndex((item) => {
    left -= bytesOf(JSON.stringify(item)) + 1;
    return left < 0;
  });
  return end < 0 ? items : items.slice(0, end);
}

function withTruncatedNote(kept: Finding, whole: Finding): Finding {
  const missing = [
    leftOut("access changes", kept.accessChanges, whole.accessChanges),
    leftOut("attribute changes", kept.attributeChanges, whole.attributeChanges),
    leftOut("notes", kept.notes, whole.notes),
  ].filter((part) => part !== null);
  const text = `left out of this message, which may not be larger: ${missing.join(", ")}`;
  return {
    ...kept,
    ...(kept.accessChanges.length < whole.accessChanges.length ? { truncated: true as const } : {}),
    notes: [...kept.notes, { code: "truncated", text }],
  };
}

function leftOut(what: string, kept: readonly unknown[], all: readonly unknown[]): string | null {
  const count = all.length - kept.length;
  return count === 0 ? null : `${count} of ${all.length} ${what}`;
}

export function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
