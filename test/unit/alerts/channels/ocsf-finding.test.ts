import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ocsfFinding } from "../../../../src/alerts/channels/ocsf-finding.ts";
import { closeFinding } from "../../../../src/guardrail/finding/close-finding.ts";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import { hostileFinding, rawHostile, textsOf } from "../hostile-finding.ts";
import { ocsfProblems } from "../ocsf-schema.ts";
import { sampleFinding } from "../sample-finding.ts";
import { expectGolden } from "../story-findings.ts";

const withStatus = (status: Finding["remediation"]["status"], code?: string): Finding => ({
  ...sampleFinding,
  notes: code === undefined ? [] : [{ code, text: code }],
  remediation: { ...sampleFinding.remediation, mode: "approve", status },
});

describe("the OCSF finding", () => {
  it("is the golden one for each finding of the story", async () => {
    await expectGolden("ocsf.json.txt", (finding) => {
      const told = ocsfFinding(finding);
      expect(ocsfProblems(told)).toEqual([]);
      return `${JSON.stringify(told, null, 2)}\n`;
    });
  });

  it.each([
    [withStatus("awaitingApproval"), 200_401, 1, true],
    [withStatus("awaitingApproval", "approved"), 200_402, 2, false],
    [withStatus("rejected", "rejected"), 200_402, 2, false],
    [withStatus("applied"), 200_402, 2, false],
    [withStatus("rejected", "accepted"), 200_403, 3, false],
    [withStatus("none", "suppressed"), 200_403, 3, false],
    [withStatus("verified", "approved"), 200_403, 4, false],
    [closeFinding(withStatus("refused"), "resolved", "gone"), 200_403, 4, false],
  ])("tells what became of it: %#", (finding, type_uid, status_id, is_alert) => {
    const told = ocsfFinding(finding);
    expect(ocsfProblems(told)).toEqual([]);
    expect(told).toMatchObject({ type_uid, status_id, is_alert });
    expect(told.type_uid).toBe(told.class_uid * 100 + told.activity_id);
  });

  it("is an event of its own each time that something became of a finding", () => {
    const tellings = [
      withStatus("awaitingApproval"),
      withStatus("awaitingApproval", "approved"),
      withStatus("applied", "approved"),
      withStatus("verified", "approved"),
      closeFinding(withStatus("verified", "approved"), "resolved", "gone"),
    ].map((finding) => ocsfFinding(finding));
    expect(new Set(tellings.map(({ metadata }) => metadata.uid)).size).toBe(tellings.length);
    expect(new Set(tellings.map(({ finding_info }) => finding_info.uid)).size).toBe(1);
    const again = ocsfFinding(withStatus("awaitingApproval"));
    expect(again.metadata.uid).toBe(tellings[0]?.metadata.uid);
  });

  it.each<[Partial<NonNullable<Finding["event"]>>, object | undefined]>([
    [{ sourceIPAddress: "203.0.113.9" }, { ip: "203.0.113.9" }],
    [
      { sourceIPAddress: "2001:db8::1", vpcEndpointId: "vpce-1" },
      { ip: "2001:db8::1", uid: "vpce-1" },
    ],
    [{ sourceIPAddress: "dynamodb.amazonaws.com" }, { domain: "dynamodb.amazonaws.com" }],
    [{ sourceIPAddress: null }, undefined],
  ])("tells where a call came from: %j", (more, endpoint) => {
    const event = { ...(sampleFinding.event as NonNullable<Finding["event"]>), ...more };
    const told = ocsfFinding({ ...sampleFinding, event });
    expect(ocsfProblems(told)).toEqual([]);
    expect(told.evidences?.[0]?.src_endpoint).toEqual(endpoint);
  });

  it("is no alert where it is only observed", () => {
    const { remediation } = sampleFinding;
    const observed = {
      ...sampleFinding,
      remediation: { ...remediation, mode: "observe" as const },
    };
    expect(ocsfFinding(observed).is_alert).toBe(false);
  });

  it("tells what was found by reading, without a call", () => {
    const told = ocsfFinding({ ...sampleFinding, event: null });
    expect(ocsfProblems(told)).toEqual([]);
    expect(told).not.toHaveProperty("evidences");
    expect(told.finding_info).not.toHaveProperty("related_events");
  });

  it("keeps its form whatever the text", () => {
    void fc.assert(
      fc.property(hostileFinding, (finding) => {
        const told = ocsfFinding(finding);
        expect(ocsfProblems(told)).toEqual([]);
        for (const text of textsOf(told)) expect(text).not.toMatch(rawHostile);
      }),
      { numRuns: 40 },
    );
  });

  it.each(["metadata", "finding_info", "time", "cloud", "type_uid"])("wants %s", (name) => {
    const { [name]: _, ...rest } = { ...ocsfFinding(sampleFinding) } as Record<string, unknown>;
    expect(ocsfProblems(rest)).not.toEqual([]);
  });
});
