import { describe, expect, it } from "vitest";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import { sampleFinding } from "../../alerts/sample-finding.ts";
import { run, useFolder } from "../cli-folder.ts";

const folder = useFolder();
const waiting: Finding = {
  ...sampleFinding,
  remediation: {
    mode: "approve",
    status: "awaitingApproval",
    refusedBecause: null,
    calls: [
      {
        service: "kms",
        operation: "UntagResource",
        input: { KeyId: sampleFinding.resource.arn, TagKeys: ["Stage"] },
      },
    ],
  },
};
const file = () => folder.write("finding.json", JSON.stringify(waiting));

describe("a decision on the command line, offline", () => {
  it("to approve prints the calls", async () => {
    const args = ["approve", "f1", "--findings", file(), "--reason", "not ours"];
    const { code, out } = await run(args);
    expect(code).toBe(0);
    expect(out).toMatch(/^approved by `the command line` at .*: not ours\n/);
    expect(out).toContain("aws kms untag-resource");
  });

  it.each(["reject", "accept"])("to %s prints the finding as it stands", async (kind) => {
    const { code, lines } = await run([kind, "f1", "--json", "--findings", file()]);
    expect(code).toBe(0);
    expect(lines).toMatchObject([{ findingId: "f1", remediation: { status: "rejected" } }]);
  });

  it("to snooze needs a time", async () => {
    const { code } = await run(["snooze", "f1", "--findings", file()]);
    expect(code).toBe(2);
    const late = ["snooze", "f1", "--findings", file(), "--until", "2199-01-01"];
    const { code: lateCode, err } = await run(late);
    expect(lateCode).toBe(2);
    expect(err).toContain("[E_DECISION_INVALID]");
    const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 19);
    const { out } = await run(["snooze", "f1", "--findings", file(), "--until", `${until}Z`]);
    expect(out).toContain("snoozed until");
  });

  it("about what does not wait, or is not there, is refused", async () => {
    const other = folder.write("other.json", JSON.stringify(sampleFinding));
    const { code, err } = await run(["approve", "f1", "--findings", other]);
    expect(code).toBe(2);
    expect(err).toContain("[E_NOT_AWAITING]");
    const missing = await run(["reject", "f2", "--findings", other]);
    expect(missing.err).toContain("[E_FINDING_UNKNOWN]");
  });
});
