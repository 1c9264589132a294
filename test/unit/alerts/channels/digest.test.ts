import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Digest, digestOf } from "../../../../src/alerts/channels/digest.ts";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import { hostileFinding, rawHostile, textsOf } from "../hostile-finding.ts";
import { sampleFinding } from "../sample-finding.ts";

function hidden(findingId: string, eventTime: string, more: Partial<Finding> = {}): Finding {
  const event = sampleFinding.event as NonNullable<Finding["event"]>;
  return {
    ...sampleFinding,
    severity: "informational",
    findingId,
    event: { ...event, eventTime },
    notes: [
      { code: "suppressed", text: "hidden until 2027-01-31 by `drill` of security: DRILL-7" },
      { code: "other", text: "of no interest here" },
    ],
    ...more,
  };
}

describe("a digest", () => {
  it("is none where there is nothing to tell", () => {
    expect(digestOf([])).toBeNull();
  });

  it("tells what is alike together, and why it is informational", () => {
    const findings = [
      hidden("f2", "2026-11-03T10:00:00Z"),
      hidden("f1", "2026-11-03T09:00:00Z"),
      hidden("f3", "2026-11-03T09:30:00Z", {
        title: "another",
        event: null,
        effectiveFrom: "2026-11-03T09:30:00Z",
      }),
    ];
    const digest = digestOf(findings);
    expect(digest?.subject).toMatch(/^kms-guardrail: 3 informational findings of /);
    expect(digest?.body).toMatchInlineSnapshot(`
      "3 informational findings of account 444455556666

      another
        found by reading 2026-11-03 09:30:00 UTC
        hidden until 2027-01-31 by \`drill\` of security: DRILL-7
        finding f3

      role/builder can now Decrypt, Encrypt with alias/vault
        TagResource, 2 times, the last 2026-11-03 10:00:00 UTC
        by builder/sam from 203.0.113.9
        hidden until 2027-01-31 by \`drill\` of security: DRILL-7
        finding f2
      "
    `);
    expect(digest?.json.findings.map(({ findingId }) => findingId)).toEqual(["f1", "f3", "f2"]);
  });

  it("tells each finding once, as it was told last", () => {
    const first = hidden("f1", "2026-11-03T09:00:00Z");
    const closed = {
      ...first,
      title: "resolved: gone",
      notes: [...first.notes, { code: "resolved", text: "it is again as it was" }],
    };
    for (const findings of [
      [first, closed, first],
      [closed, first],
    ]) {
      const digest = digestOf(findings);
      expect(digest?.json.count).toBe(1);
      expect(digest?.body).toContain("it is again as it was");
    }
  });

  it("tells the last of many, and how many there are before", () => {
    const many = Array.from({ length: 130 }, (_, index) =>
      hidden(`f${index}`, `2026-11-03T09:00:00.${String(index).padStart(3, "0")}Z`, {
        title: `finding number ${index}`,
      }),
    );
    const digest = digestOf(many);
    expect(digest?.body).toContain("finding number 129");
    expect(digest?.body).not.toContain("finding number 89\n");
    expect(digest?.body).toContain("and 90 before these");
    expect(digest?.json).toMatchObject({ count: 130 });
    expect(digest?.json.findings).toHaveLength(60);
  });

  it("keeps the limits of SNS whatever the text", () => {
    void fc.assert(
      fc.property(fc.array(hostileFinding, { minLength: 1, maxLength: 80 }), (findings) => {
        const { subject, body, json } = digestOf(findings) as Digest;
        expect(subject).toMatch(/^[ -~]{1,99}$/);
        expect(body.length).toBeLessThanOrEqual(64_000);
        for (const text of [body, ...textsOf(json)]) expect(text).not.toMatch(rawHostile);
        const message = JSON.stringify({ default: JSON.stringify(json), email: body });
        expect(Buffer.byteLength(subject) + Buffer.byteLength(message)).toBeLessThan(262_144);
      }),
      { numRuns: 15 },
    );
  });
});
