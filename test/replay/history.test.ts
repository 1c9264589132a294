import { describe, expect, it } from "vitest";
import { makeMemoryStore } from "../../src/embedded/memory-store.ts";
import { runHistory } from "../support/run-history.ts";
import { repeatedFindings, unnamedFindings } from "../support/told-findings.ts";

/** HISTORY_LENGTH=1000 plays as many; the gate has no time for more than these. */
const length = Number(process.env["HISTORY_LENGTH"] ?? 120);

describe(`a history of ${length} events of all kinds`, () => {
  it("late, twice, several at a time and with faults comes to what it does in its order", async () => {
    const run = await runHistory([makeMemoryStore()], length, 20_261_121);
    expect(run.deliveries).toBeGreaterThan(length);
    expect(run.failures).toBeGreaterThan(0);
    expect(run.outcome.findings).toEqual(run.expected.findings);
    expect(run.outcome.account).toEqual(run.expected.account);
    const told = new Set(run.published.map(({ findingId }) => findingId));
    for (const findingId of Object.values(run.expected.findings)) expect(told).toContain(findingId);
    // A finding is told again, or another in its place without a word of it, only after a function failed that told it.
    const unnamed = unnamedFindings(run.published, run.outcome.findings);
    const repeated = repeatedFindings(run.published);
    expect(repeated.length + unnamed.length).toBeLessThanOrEqual(run.failures);
  }, 600_000);
});
