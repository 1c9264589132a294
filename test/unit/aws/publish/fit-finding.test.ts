import { describe, expect, it } from "vitest";
import { bytesOf, fitFinding } from "../../../../src/aws/publish/fit-finding.ts";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import { accessChangeOf, findingWith } from "../finding-fixture.ts";

const manyChanges = Array.from({ length: 1000 }, (_, index) => accessChangeOf(index));
const fitted = (finding: Finding, mostBytes: number) => {
  const text = fitFinding(finding, mostBytes);
  expect(bytesOf(text)).toBeLessThanOrEqual(mostBytes);
  return JSON.parse(text) as Finding;
};

describe("a finding in a message", () => {
  it("stays as it is when it fits, to the byte", () => {
    const finding = findingWith({ accessChanges: manyChanges });
    const whole = JSON.stringify(finding);
    expect(fitFinding(finding, bytesOf(whole))).toBe(whole);
  });

  it("keeps the first access changes, as many as there is room for, and says so", () => {
    const finding = findingWith({ accessChanges: manyChanges });
    const kept = fitted(finding, 100_000);
    const count = kept.accessChanges.length;
    expect(count).toBeGreaterThan(300);
    expect(kept).toEqual({
      ...finding,
      accessChanges: manyChanges.slice(0, count),
      truncated: true,
      notes: [
        {
          code: "truncated",
          text: `left out of this message, which may not be larger: ${1000 - count} of 1000 access changes`,
        },
      ],
    });
    // One more would not have fitted beside the note's room.
    const change = bytesOf(JSON.stringify(accessChangeOf(999)));
    expect(bytesOf(JSON.stringify(kept))).toBeGreaterThan(100_000 - 1024 - 2 * change);
  });

  it("counts bytes, not characters", () => {
    const accessChanges = manyChanges.map((change) => ({ ...change, principal: "é".repeat(100) }));
    fitted(findingWith({ accessChanges }), 50_000);
  });

  it("leaves room for access changes where attribute changes alone would fill it", () => {
    const attributeChanges = Array.from({ length: 5000 }, (_, index) => ({
      attribute: `grant:${index}`,
      before: { GrantId: `${index}`, Operations: ["Decrypt"] },
      after: null,
    }));
    const notes = Array.from({ length: 3000 }, () => ({ code: "note", text: "x".repeat(40) }));
    const finding = findingWith({ accessChanges: manyChanges, attributeChanges, notes });
    const kept = fitted(finding, 200_000);
    expect(kept.accessChanges.length).toBeGreaterThan(200);
    expect(kept.attributeChanges.length).toBeGreaterThan(500);
    expect(kept.notes.at(-1)?.text).toMatch(
      /: \d+ of 1000 access changes, \d+ of 5000 attribute changes, \d+ of 3000 notes$/,
    );
  });

  it("is not called truncated when only notes are left out", () => {
    const notes = Array.from({ length: 3000 }, () => ({ code: "note", text: "x".repeat(40) }));
    const kept = fitted(findingWith({ notes }), 50_000);
    expect(kept.truncated).toBeUndefined();
    expect(kept.accessChanges).toHaveLength(1);
  });
});
