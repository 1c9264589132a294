import { describe, expect, it } from "vitest";
import { withKey } from "../../../../src/account/snapshot-keys.ts";
import { snsAttributes } from "../../../../src/aws/publish/sns-attributes.ts";
import { makeRecordedEvents } from "../../../../src/aws/state/recorded-events.ts";
import { makeMemoryLedger } from "../../../../src/embedded/memory-ledger.ts";
import { DEFAULT_LIMITS } from "../../../../src/guardrail/config/limits.ts";
import type { Mode } from "../../../../src/guardrail/finding/finding.ts";
import { revertFinding } from "../../../../src/remediation/revert/revert-finding.ts";
import { revertLimits } from "../../../../src/remediation/revert/revert-limits.ts";
import { options, reconciling } from "../../../support/reconciling.ts";
import { signatures } from "../decision-ports.ts";
import { account, payroll, region, smallAccount } from "../small-account.ts";

async function driftIn(mode: Mode) {
  const judging = { ...options, config: { ...options.config, mode } };
  const guard = reconciling(smallAccount, undefined, judging);
  await guard.start();
  await guard.drain();
  guard.change((live) =>
    withKey(live, payroll, (key) => ({ ...key, tags: [{ TagKey: "Project", TagValue: "Alpha" }] })),
  );
  guard.wait(7 * 60);
  await guard.start();
  await guard.drain();
  const finding = guard.notifier.findings().find(({ kind }) => kind === "drift");
  if (finding === undefined) throw new Error("the sweep finds the tag");
  return { guard, finding, judging };
}

describe("what no event explains", () => {
  it.each(["enforce", "approve", "alert"] as const)(
    "is told in the mode %s, and nobody is asked or told to write",
    async (mode) => {
      const { finding } = await driftIn(mode);
      expect(finding.remediation).toEqual({
        mode,
        status: "none",
        refusedBecause: null,
        calls: [],
      });
      expect(finding.notes.filter(({ code }) => code === "noRevert")).toHaveLength(1);
      expect(snsAttributes(finding)).not.toHaveProperty("revert");
    },
  );

  it("says nothing of reverts in the mode observe", async () => {
    const { finding } = await driftIn("observe");
    expect(finding.notes.map(({ code }) => code)).not.toContain("noRevert");
  });

  it("is passed over by whoever reverts, should they be asked", async () => {
    const { guard, finding, judging } = await driftIn("enforce");
    const { store, reader, clock, home } = guard.ports;
    const find = async () => ({
      ...finding,
      remediation: { ...finding.remediation, status: "proposed" as const },
    });
    const result = await revertFinding(
      finding.findingId,
      {
        findings: { find },
        events: makeRecordedEvents(store, home),
        writer: { send: () => Promise.reject(new Error("nothing is written")) },
        ledger: makeMemoryLedger(),
        notifier: guard.notifier,
        wait: async () => undefined,
        ...{ reader, signatures, clock },
      },
      {
        ...judging,
        configUnreadable: null,
        principal: `arn:aws:iam::${account}:role/guard`,
        limits: revertLimits(DEFAULT_LIMITS),
      },
    );
    expect(result).toMatchObject({
      finding: { remediation: { status: "refused" }, resource: { arn: payroll } },
    });
    expect(home).toEqual({ account, region });
  });
});
