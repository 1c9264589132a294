/** A short hash (FNV-1a, 64 bits as two halves) of text: the same text gives the same hash. */
export function hashText(text: string): string {
  let a = 0x811c9dc5;
  let b = 0xc2b2ae35;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b) ^ (b >>> 13);
  }
  return (a >>> 0).toString(16).padStart(8, "0") + (b >>> 0).toString(16).padStart(8, "0");
}

/** A finding's id: the same event on the same state gives the same id. */
export function findingId(eventId: string, ...parts: readonly unknown[]): string {
  return `${eventId}-${hashText(JSON.stringify(parts))}`;
}

/** The event that a finding's id begins with. */
export function eventIdOf(finding: string): string {
  return finding.slice(0, finding.lastIndexOf("-"));
}
