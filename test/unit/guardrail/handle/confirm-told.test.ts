import { describe, expect, it } from "vitest";
import { closeFinding } from "../../../../src/guardrail/finding/close-finding.ts";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import { confirmTold } from "../../../../src/guardrail/handle/confirm-told.ts";
import type { EventJudgement } from "../../../../src/guardrail/ports.ts";
import { findingWith } from "../../aws/finding-fixture.ts";

const now = "2026-11-03T09:20:00.000Z";
const finding = findingWith();
const { findingId } = finding;
const eventId = finding.event?.eventId ?? "";

/** What is kept after a look, where a finding of the event is kept already. */
const keptAfter = (
  drifts: readonly EventJudgement[],
  kept: Finding | null = finding,
  told: string | null = findingId,
) => confirmTold({ told, drifts, now }, async (id) => (id === eventId ? kept : null));

describe("a finding that was looked after", () => {
  it("says that it is as told", async () => {
    const note = { code: "confirmed", text: `read from the live account at ${now}: it is as told` };
    const confirmed = { ...finding, notes: [...finding.notes, note] };
    expect(await keptAfter([])).toEqual([{ eventId, finding: confirmed }]);
  });

  it("says that it is not, and who tells what is", async () => {
    const drift = findingWith({ findingId: "drift-1", kind: "drift", event: null });
    const judged = [
      { eventId: "drift-a", finding: drift },
      { eventId: "drift-b", finding: null },
    ];
    const [kept] = await keptAfter(judged);
    expect(kept?.finding?.notes.at(-1)).toEqual({
      code: "notAsTold",
      text: `read from the live account at ${now}: AWS does not show it so, see \`drift-1\``,
    });
    const [silent] = await keptAfter(judged.slice(1));
    expect(silent?.finding?.notes.at(-1)?.text).toMatch(/does not show it so$/);
  });

  it("says it once", async () => {
    const [first] = await keptAfter([]);
    expect(await keptAfter([], first?.finding ?? null)).toEqual([]);
  });

  it("is left alone where it does not stand any more, or none was asked for", async () => {
    expect(await keptAfter([], null)).toEqual([]);
    expect(await keptAfter([], { ...finding, findingId: `${eventId}-other` })).toEqual([]);
    expect(await keptAfter([], closeFinding(finding, "retracted", ""))).toEqual([]);
    expect(await keptAfter([], finding, null)).toEqual([]);
  });
});
