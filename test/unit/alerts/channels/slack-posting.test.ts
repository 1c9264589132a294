import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explanationMessage } from "../../../../src/alerts/channels/explanation-message.ts";
import {
  growPosting,
  type Posting,
  renderPosting,
} from "../../../../src/alerts/channels/slack-posting.ts";
import { slackProblems } from "../../../support/slack-limits.ts";
import { hostileFinding, rawHostile, textsOf } from "../hostile-finding.ts";
import { sampleChange, sampleFinding } from "../sample-finding.ts";
import { storyFindings } from "../story-findings.ts";

const runs = { numRuns: 25, endOnFailure: true };

describe("a message that grows", () => {
  it("holds Slack's limits, and nothing hostile, whatever the texts", () => {
    void fc.assert(
      fc.property(fc.array(hostileFinding, { minLength: 2, maxLength: 5 }), (findings) => {
        let posting: Posting | null = null;
        for (const [index, finding] of findings.entries()) {
          posting = growPosting(posting, { ...finding, findingId: `f${index}` }, "hash");
          const message = renderPosting(posting);
          expect(slackProblems(message)).toEqual([]);
          expect(message.text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
          for (const text of textsOf(message)) expect(text).not.toMatch(rawHostile);
        }
      }),
      runs,
    );
  });

  it("tells each finding once, the last in full", () => {
    const findings = storyFindings();
    let posting: Posting | null = null;
    for (const finding of [...findings, ...findings]) posting = growPosting(posting, finding, "h");
    expect(posting?.findings.map(({ findingId }) => findingId)).toEqual(
      findings.map(({ findingId }) => findingId),
    );
    expect(posting?.revision).toBe(findings.length);
  });

  it("does not go back to what was told before", () => {
    const remediation = { ...sampleFinding.remediation, status: "verified" as const };
    const told = growPosting(null, { ...sampleFinding, remediation }, "h");
    expect(growPosting(told, sampleFinding, "h")).toBe(told);
  });
});

describe("an explanation in Slack", () => {
  it("holds Slack's limits, and nothing hostile, whatever the texts", () => {
    void fc.assert(
      fc.property(hostileFinding, (finding) => {
        const message = explanationMessage(finding);
        expect(slackProblems(message)).toEqual([]);
        for (const text of textsOf(message)) {
          for (const line of text.split("\n")) expect(line).not.toMatch(rawHostile);
        }
      }),
      runs,
    );
  });

  it("ends with requests that `kms-guardrail check` takes", () => {
    const finding = { ...sampleFinding, accessChanges: [sampleChange, sampleChange] };
    const text = textsOf(explanationMessage(finding)).join("\n");
    const lines = text.split("\n").filter((line) => line.startsWith('  {"id"'));
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      id: "1",
      principal: sampleChange.principal,
      key: sampleChange.key,
      ...sampleChange.witness,
      contextComplete: true,
    });
  });
});
