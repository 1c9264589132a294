import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dedupKey,
  type PagerDutyEvent,
  pagerDutyEvent,
} from "../../../../src/alerts/channels/pagerduty-event.ts";
import { closeFinding } from "../../../../src/guardrail/finding/close-finding.ts";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import { pagerDutyProblems } from "../../../support/pagerduty-limits.ts";
import { hostileFinding, rawHostile, textsOf } from "../hostile-finding.ts";
import { sampleFinding } from "../sample-finding.ts";
import { expectGolden } from "../story-findings.ts";

const withNote = (code: string, status: Finding["remediation"]["status"] = "none"): Finding => ({
  ...sampleFinding,
  notes: [{ code, text: code }],
  remediation: { ...sampleFinding.remediation, status },
});
const problems = (event: PagerDutyEvent) =>
  pagerDutyProblems({ ...event, routing_key: "0".repeat(32) });

describe("the PagerDuty event", () => {
  it("is the golden one for each finding of the story", async () => {
    await expectGolden("pagerduty.json.txt", (finding) => {
      const told = pagerDutyEvent(finding);
      expect(problems(told)).toEqual([]);
      return `${JSON.stringify(told, null, 2)}\n`;
    });
  });

  it.each([
    ["critical", "critical"],
    ["high", "error"],
    ["medium", "warning"],
    ["low", "info"],
    ["informational", "info"],
  ] as const)("rates %s as %s", (severity, expected) => {
    const told = pagerDutyEvent({ ...sampleFinding, severity });
    expect(told).toMatchObject({ event_action: "trigger", payload: { severity: expected } });
  });

  it.each([
    [withNote("approved", "awaitingApproval"), "acknowledge"],
    [withNote("rejected", "rejected"), "acknowledge"],
    [withNote("accepted", "rejected"), "resolve"],
    [withNote("approved", "verified"), "resolve"],
    [withNote("changedSince", "refused"), "trigger"],
    [closeFinding(sampleFinding, "resolved", "gone"), "resolve"],
  ])("tells by its key alone what became of it: %#", (finding, event_action) => {
    const told = pagerDutyEvent(finding);
    expect(told).toMatchObject({ event_action, dedup_key: sampleFinding.findingId });
    expect(problems(told)).toEqual([]);
    if (event_action !== "trigger") expect(Object.keys(told)).toHaveLength(2);
  });

  it("has a key of its own for each finding, though its id is long", () => {
    const ids = ["a", "b"].map((end) => `${"x".repeat(400)}${end}`);
    expect(new Set(ids.map(dedupKey)).size).toBe(2);
    for (const id of ids) expect(dedupKey(id)).toHaveLength(255);
  });

  it("keeps PagerDuty's limits whatever the text", () => {
    void fc.assert(
      fc.property(hostileFinding, (finding) => {
        const told = pagerDutyEvent(finding);
        expect(problems(told)).toEqual([]);
        for (const text of textsOf(told)) expect(text).not.toMatch(rawHostile);
      }),
      { numRuns: 40 },
    );
  });
});
