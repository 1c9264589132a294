import { isClosed } from "../finding/close-finding.ts";
import { eventIdOf } from "../finding/finding-id.ts";
import type { EventJudgement, StateStore } from "../ports.ts";

/** What a look showed of what a finding told. */
export interface Shown {
  /** The finding that was to be confirmed; null: none was. */
  readonly told: string | null;
  /** What differs from it, and the findings that tell so. */
  readonly drifts: readonly EventJudgement[];
  readonly now: string;
}

/**
 * The finding that a look was asked for, with what the look showed. It is kept and told to nobody: where
 * AWS does not show what was told, the drift tells that.
 */
export async function confirmTold(
  { told, drifts, now }: Shown,
  findingOf: StateStore["findingOf"],
): Promise<readonly EventJudgement[]> {
  if (told === null) return [];
  const eventId = eventIdOf(told);
  const finding = await findingOf(eventId);
  if (finding === null || finding.findingId !== told || isClosed(finding)) return [];
  if (finding.notes.some(({ code }) => code === "confirmed" || code === "notAsTold")) return [];
  const note = drifts.length === 0 ? confirmed(now) : notAsTold(now, drifts);
  return [{ eventId, finding: { ...finding, notes: [...finding.notes, note] } }];
}

function confirmed(now: string) {
  return { code: "confirmed", text: `read from the live account at ${now}: it is as told` };
}

function notAsTold(now: string, drifts: readonly EventJudgement[]) {
  const ids = drifts.flatMap(({ finding }) => (finding === null ? [] : `\`${finding.findingId}\``));
  const where = ids.length === 0 ? "" : `, see ${ids.join(", ")}`;
  return {
    code: "notAsTold",
    text: `read from the live account at ${now}: AWS does not show it so${where}`,
  };
}
