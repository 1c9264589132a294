import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emailText } from "../../../../src/alerts/channels/email-text.ts";
import { hostileFinding, rawHostile } from "../hostile-finding.ts";
import { sampleChange, sampleFinding } from "../sample-finding.ts";
import { expectGolden } from "../story-findings.ts";

describe("the e-mail of a finding", () => {
  it("is the golden one for each finding of the story", async () => {
    await expectGolden("email.txt", (finding) => {
      const { subject, body } = emailText(finding);
      return `Subject: ${subject}\n\n${body}`;
    });
  });

  it("says who can now do what in its subject and first line", () => {
    const { subject, body } = emailText(sampleFinding);
    expect(subject).toBe("HIGH: role/builder can now Decrypt, Encrypt with alias/vault");
    expect(body.startsWith(`${subject}\n\nACCESS\n`)).toBe(true);
  });

  it("folds forty principals", () => {
    const accessChanges = Array.from({ length: 40 }, (_, i) => ({
      ...sampleChange,
      principal: `arn:aws:iam::111122223333:role/r${i}`,
      external: true,
    }));
    const { body } = emailText({ ...sampleFinding, accessChanges });
    expect(body).toContain("role/r2 of 111122223333 and 37 more (EXTERNAL) can now Decrypt");
  });

  it("counts what it does not show", () => {
    const accessChanges = Array.from({ length: 30 }, (_, i) => ({
      ...sampleChange,
      actions: [`kms:Action${i}`],
    }));
    const { body } = emailText({ ...sampleFinding, accessChanges, truncated: true });
    expect(body).toContain("  and 18 more access changes of 1 principal\n");
    expect(body).toContain("  only the worst are kept, of 1 gained");
  });

  it("counts what changed nothing outside an endpoint, and does not call it nothing", () => {
    const accessChanges = Array.from({ length: 5 }, (_, i) => ({
      ...sampleChange,
      via: "vpce-1",
      actions: [`kms:Action${i}`],
      alreadyAllowedWithout: true as const,
    }));
    const { body } = emailText({ ...sampleFinding, accessChanges });
    expect(body).toContain(
      "ACCESS\n  5 access changes of 1 principal to what is allowed outside any endpoint anyway\n",
    );
  });

  it("tells what is out of the ordinary", () => {
    const { body } = emailText({
      ...sampleFinding,
      event: null,
      accessChanges: [],
      keyState: "Disabled",
      perimeterChanges: [
        { change: "gained", via: "vpce-1", who: "anyone", resources: "account", because: [] },
      ],
      notes: [{ code: "n", text: "mind the gap" }],
      remediation: { mode: "alert", status: "refused", refusedBecause: "it grants", calls: [] },
    });
    expect(body).not.toContain("ACCESS");
    expect(body).toContain(
      "  gained: anyone's principals to the account's resources through vpce-1",
    );
    expect(body).toContain("  found by reading arn:aws:kms:");
    expect(body).toContain("  the key is Disabled: this counts once it is enabled");
    expect(body).toContain("REVERT\n  refused, not done: it grants\n");
    expect(body).toContain("NOTES\n  mind the gap\n");
    expect(body).not.toContain("WHO DID IT");
  });

  it("holds its limits whatever the text", () => {
    void fc.assert(
      fc.property(hostileFinding, (finding) => {
        const { subject, body } = emailText(finding);
        expect(subject).toMatch(/^[A-Z][ -~]{1,98}$/);
        expect(body.length).toBeLessThanOrEqual(16_000);
        expect(body).not.toMatch(rawHostile);
        for (const line of body.split("\n")) expect(line.length).toBeLessThanOrEqual(400);
      }),
      { numRuns: 40 },
    );
  });
});
