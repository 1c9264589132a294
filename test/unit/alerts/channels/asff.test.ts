import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AsffFinding, asffFinding } from "../../../../src/alerts/channels/asff.ts";
import { closeFinding } from "../../../../src/guardrail/finding/close-finding.ts";
import { hostileFinding, rawHostile, textsOf } from "../hostile-finding.ts";
import { sampleChange, sampleFinding } from "../sample-finding.ts";
import { expectGolden } from "../story-findings.ts";

describe("the Security Hub finding", () => {
  it("is the golden one for each finding of the story", async () => {
    await expectGolden("asff.json.txt", (finding) => {
      const told = asffFinding(finding);
      expectLimits(told);
      return `${JSON.stringify(told, null, 2)}\n`;
    });
  });

  it("is archived once access is as it was", () => {
    const remediation = { ...sampleFinding.remediation, status: "verified" as const };
    expect(asffFinding(sampleFinding).RecordState).toBe("ACTIVE");
    expect(asffFinding({ ...sampleFinding, remediation }).RecordState).toBe("ARCHIVED");
    const closed = closeFinding(sampleFinding, "retracted", "it never was so");
    expect(asffFinding(closed).RecordState).toBe("ARCHIVED");
    const options = { resolved: true, updatedAt: "2026-11-02T00:09:00Z" };
    expect(asffFinding(sampleFinding, options)).toMatchObject({
      RecordState: "ARCHIVED",
      CreatedAt: "2026-11-02T00:00:01Z",
      UpdatedAt: "2026-11-02T00:09:00Z",
    });
  });

  it("belongs to the account and Region of the key", () => {
    const { ProductArn, AwsAccountId } = asffFinding({
      ...sampleFinding,
      resource: { type: "AWS::IAM::Role", arn: "arn:aws:iam::444455556666:role/app" },
    });
    expect(AwsAccountId).toBe("444455556666");
    expect(ProductArn).toBe(
      "arn:aws:securityhub:eu-central-1:444455556666:product/444455556666/default",
    );
  });

  it("is of the types of what was gained", () => {
    const typesOf = (change: Partial<typeof sampleChange>, kind = sampleFinding.kind) =>
      asffFinding({
        ...sampleFinding,
        kind,
        accessChanges: [{ ...sampleChange, ...change }],
      }).FindingProviderFields.Types.slice(1);
    expect(typesOf({})).toEqual(["Effects/Data Exposure"]);
    expect(typesOf({ change: "lost" })).toEqual([]);
    expect(typesOf({ actions: ["kms:PutKeyPolicy"] })).toEqual(["TTPs/Privilege Escalation"]);
    expect(typesOf({ actions: ["kms:DescribeKey"], external: true })).toEqual([
      "Effects/Data Exposure",
    ]);
    expect(typesOf({ change: "lost" }, "tampering")).toEqual(["TTPs/Defense Evasion"]);
  });

  it("holds its limits whatever the text", () => {
    void fc.assert(
      fc.property(hostileFinding, (finding) => {
        const told = asffFinding(finding);
        expectLimits(told);
        for (const text of textsOf(told)) expect(text).not.toMatch(rawHostile);
      }),
      { numRuns: 40 },
    );
  });
});

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html */
function expectLimits(told: AsffFinding): void {
  const between = (text: string, most: number): void => {
    expect(text.length).toBeGreaterThan(0);
    expect(text.length).toBeLessThanOrEqual(most);
  };
  between(told.Id, 512);
  between(told.GeneratorId, 512);
  between(told.Title, 256);
  between(told.Description, 1024);
  expect(told.AwsAccountId).toMatch(/^\d{12}$/);
  expect(told.Resources.length).toBeGreaterThan(0);
  expect(told.Resources.length).toBeLessThanOrEqual(32);
  for (const { Id } of told.Resources) between(Id, 512);
  const types = told.FindingProviderFields.Types;
  expect(types.length).toBeLessThanOrEqual(50);
  for (const type of types) expect(type.split("/").length).toBeLessThanOrEqual(3);
  const fields = Object.entries(told.ProductFields);
  expect(fields.length).toBeLessThanOrEqual(50);
  for (const [name, value] of fields) {
    between(name, 128);
    between(value, 2048);
  }
  if (told.Remediation !== undefined) between(told.Remediation.Recommendation.Text, 512);
  expect(Buffer.byteLength(JSON.stringify(told))).toBeLessThan(240 * 1024);
}
