import { describe, expect, it } from "vitest";
import { closeFinding, isClosed } from "../../../../src/guardrail/finding/close-finding.ts";
import { findingWith } from "../../aws/finding-fixture.ts";

describe("a finding that does not stand any more", () => {
  const finding = findingWith();
  const closed = closeFinding(finding, "retracted", "it never was so");

  it("is told under its own id, as severe as before, with the reason and nothing to revert", () => {
    expect(closed).toEqual({
      ...finding,
      title: `taken back: ${finding.title}`,
      notes: [...finding.notes, { code: "retracted", text: "it never was so" }],
      remediation: { ...finding.remediation, status: "none", refusedBecause: null, calls: [] },
    });
  });

  it("is told from one that stands", () => {
    expect(isClosed(finding)).toBe(false);
    for (const closing of ["resolved", "superseded", "retracted"] as const) {
      expect(isClosed(closeFinding(finding, closing, ""))).toBe(true);
    }
  });
});
