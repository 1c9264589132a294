import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { teamsMessage } from "../../../../src/alerts/channels/teams-card.ts";
import { teamsProblems } from "../../../support/teams-limits.ts";
import { hostileFinding, rawHostile, textsOf } from "../hostile-finding.ts";
import { sampleChange, sampleFinding } from "../sample-finding.ts";
import { expectGolden } from "../story-findings.ts";

describe("the Teams message", () => {
  it("is the golden one for each finding of the story", async () => {
    await expectGolden("teams.json.txt", (finding) => {
      const told = teamsMessage(finding);
      expect(teamsProblems(told)).toEqual([]);
      return `${JSON.stringify(told, null, 2)}\n`;
    });
  });

  it("shows less of what is too much", () => {
    const long = "🔓".repeat(200);
    const accessChanges = Array.from({ length: 40 }, (_, index) => ({
      ...sampleChange,
      principal: `${long}${index}`,
      actions: [`kms:${index}`],
      because: Array.from({ length: 9 }, (_, statement) => ({
        layer: "key-policy" as const,
        policy: "default",
        sid: `${long}${statement}`,
        statement,
        was: false,
      })),
    }));
    const notes = accessChanges.map(() => ({ code: "x", text: long }));
    const told = teamsMessage({ ...sampleFinding, accessChanges, notes });
    expect(teamsProblems(told)).toEqual([]);
    expect(JSON.stringify(told)).toContain("more access changes");
  });

  it("leaves room for what becomes of it on the way to Teams", () => {
    const quoted = '"'.repeat(120);
    const accessChanges = Array.from({ length: 9 }, (_, index) => ({
      ...sampleChange,
      principal: `arn:aws:iam::111122223333:role/${index}`,
      actions: [`kms:${index}`],
      because: Array.from({ length: 4 }, (_, statement) => ({
        layer: "key-policy" as const,
        policy: "default",
        sid: quoted,
        statement,
        was: false,
      })),
    }));
    const told = teamsMessage({ ...sampleFinding, accessChanges });
    expect(teamsProblems(told)).toEqual([]);
  });

  it("keeps Teams's limits, and lets no text be read as markup, whatever the text", () => {
    void fc.assert(
      fc.property(hostileFinding, (finding) => {
        const told = teamsMessage(finding);
        expect(teamsProblems(told)).toEqual([]);
        for (const text of textsOf(told)) expect(text).not.toMatch(rawHostile);
      }),
      { numRuns: 40 },
    );
  });
});
