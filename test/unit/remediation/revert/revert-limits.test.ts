import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../../../src/guardrail/config/limits.ts";
import type { Finding, RemediationCall } from "../../../../src/guardrail/finding/finding.ts";
import { takeDecision } from "../../../../src/remediation/decision/take-decision.ts";
import { tokensLeft } from "../../../../src/remediation/revert/token-bucket.ts";
import { decide } from "../decision-ports.ts";
import { type GuardedAccount, guard } from "../guarded-account.ts";
import { kms } from "../plan-for-event.ts";
import { account, orders, payroll } from "../small-account.ts";

const tag = (value: string, key = payroll) =>
  kms("TagResource", { KeyId: key, Tags: [{ TagKey: "Project", TagValue: value }] });
const minute = 60_000;

/** Somebody makes a call, the guardrail reverts it and hears of its own call. */
async function round(guarded: GuardedAccount, call: RemediationCall): Promise<Finding> {
  const finding = await guarded.cause(call);
  const result = await guarded.revert(finding);
  if (result.outcome === "passed-over") throw new Error(result.reason);
  for (const record of guarded.ownRecords()) await guarded.hear(record);
  return result.finding;
}

describe("a change that comes back", () => {
  it("is reverted as often as `guardrail.yml` says", async () => {
    const fight = { reverts: 1, withinMinutes: 60, stopHours: 2 };
    const guarded = await guard({ config: { limits: { ...DEFAULT_LIMITS, fight } } });
    expect((await round(guarded, tag("Alpha"))).remediation.status).toBe("verified");
    const asked = await round(guarded, tag("Alpha"));
    expect(asked.remediation.refusedBecause).toMatch(/each of 1 reverts within 60 minutes.*T10:/);
    guarded.pass(121 * minute);
    await guarded.hear(guarded.change(tag("Beta")));
    expect((await round(guarded, tag("Alpha"))).remediation.status).toBe("verified");
  });

  it("is reverted three times; then somebody is asked, until they decide", async () => {
    const guarded = await guard();
    for (let time = 1; time <= 3; time++) {
      expect((await round(guarded, tag("Alpha"))).remediation.status).toBe("verified");
      guarded.pass(minute);
    }
    const fight = await round(guarded, tag("Alpha"));
    expect(fight).toMatchObject({
      kind: "refusal",
      remediation: { mode: "approve", status: "awaitingApproval" },
    });
    expect(fight.remediation.refusedBecause).toContain("came back after each of 3 reverts");
    expect(guarded.made).toHaveLength(3);
    // Also long after, and for another attribute of the same resource; not for another resource.
    guarded.pass(120 * minute);
    expect((await round(guarded, kms("DisableKey", { KeyId: payroll }))).remediation.status).toBe(
      "awaitingApproval",
    );
    expect((await round(guarded, tag("Gamma", orders))).remediation.status).toBe("verified");
    const decision = await decide(fight, "approve", guarded.now());
    expect(await takeDecision(decision, guarded.ports)).toMatchObject({ outcome: "taken" });
    const result = await guarded.revert(fight);
    expect(result).toMatchObject({ finding: { remediation: { status: "verified" } } });
    for (const record of guarded.ownRecords()) await guarded.hear(record);
    expect((await round(guarded, tag("Alpha"))).remediation.status).toBe("verified");
  });

  it("is told by a grant's grantee, for each new grant has another id", async () => {
    const guarded = await guard();
    const grant = (name: string) =>
      kms("CreateGrant", {
        KeyId: payroll,
        GranteePrincipal: `arn:aws:iam::${account}:role/${name}`,
        Operations: ["Decrypt"],
      });
    for (let time = 1; time <= 3; time++) {
      expect((await round(guarded, grant("ci"))).remediation.status).toBe("verified");
      guarded.pass(minute);
    }
    const fight = await round(guarded, grant("ci"));
    expect(fight.remediation.refusedBecause).toContain("came back after each of 3 reverts");
  });

  it("is another where the grantee is another", async () => {
    const guarded = await guard();
    for (const name of ["app", "ci", "app", "ci"]) {
      const one = kms("CreateGrant", {
        KeyId: payroll,
        GranteePrincipal: `arn:aws:iam::${account}:role/${name}`,
        Operations: ["Decrypt"],
      });
      expect((await round(guarded, one)).remediation.status).toBe("verified");
      guarded.pass(minute);
    }
  });

  it("seldom is reverted each time", async () => {
    const guarded = await guard();
    for (let time = 1; time <= 6; time++) {
      expect((await round(guarded, tag("Alpha"))).remediation.status).toBe("verified");
      guarded.pass(31 * minute);
    }
    expect(guarded.made).toHaveLength(6);
  });
});

describe("a bucket", () => {
  const at = (minutes: number) =>
    new Date(Date.parse("2026-11-04T08:00Z") + minutes * minute).toISOString();
  const bucket = { capacity: 2, refillMs: 10 * minute };

  it.each<[readonly number[], number, number]>([
    [[], 0, 2],
    [[0], 0, 1],
    [[0, 0], 0, 0],
    [[0, 0, 0], 5, 0.5],
    [[0, 0], 10, 1],
    [[0, 0], 60, 2],
    [[0, 30, 30], 35, 0.5],
  ])("used at minutes %o has at minute %d %d tokens", (uses, now, left) => {
    expect(tokensLeft(bucket, uses.map(at), at(now))).toBe(left);
  });
});

describe("the breaker", () => {
  const limits = {
    buckets: {
      resource: { capacity: 100, refillMs: minute },
      actor: { capacity: 100, refillMs: minute },
      account: { capacity: 2, refillMs: 10 * minute },
    },
    fight: { times: 100, windowMs: minute, stopMs: minute },
    breaker: { failures: 2, windowMs: 15 * minute, openMs: 60 * minute },
  };
  const revert = async (guarded: GuardedAccount, call: RemediationCall, fails = false) => {
    const finding = await guarded.cause(call);
    const writer = { send: () => Promise.reject(new Error("no")) };
    const result = await guarded.revert(finding, fails ? { writer } : {}, { limits });
    for (const record of guarded.ownRecords()) await guarded.hear(record);
    return result.outcome === "told" ? result.finding : null;
  };

  it("opens when there are too many reverts, for the whole account, and closes again", async () => {
    const guarded = await guard();
    await revert(guarded, tag("Alpha"));
    await revert(guarded, tag("Gamma", orders));
    const open = await revert(guarded, tag("Alpha"));
    expect(open?.remediation).toMatchObject({ mode: "approve", status: "awaitingApproval" });
    expect(open?.notes.map(({ code }) => code)).toContain("breakerOpen");
    const other = await revert(guarded, tag("Gamma", orders));
    expect(other?.notes.map(({ code }) => code)).toContain("breakerOpen");
    expect(guarded.made).toHaveLength(2);
    guarded.pass(61 * minute);
    expect((await revert(guarded, kms("DisableKey", { KeyId: payroll })))?.remediation.status).toBe(
      "verified",
    );
  });

  it("opens when reverts fail", async () => {
    const guarded = await guard();
    expect((await revert(guarded, tag("Alpha"), true))?.remediation.status).toBe("failed");
    expect((await revert(guarded, tag("Gamma", orders), true))?.remediation.status).toBe("failed");
    const open = await revert(guarded, kms("DisableKey", { KeyId: payroll }));
    expect(open?.notes.map(({ code }) => code)).toContain("breakerOpen");
    expect(open?.remediation.refusedBecause).toContain("2 reverts failed within 15 minutes");
    expect(guarded.made).toEqual([]);
  });

  it("lets through what somebody approved", async () => {
    const guarded = await guard();
    await revert(guarded, tag("Alpha"), true);
    await revert(guarded, tag("Gamma", orders), true);
    const open = await revert(guarded, kms("DisableKey", { KeyId: payroll }));
    if (open === null) throw new Error("the breaker tells");
    await takeDecision(await decide(open, "approve", guarded.now()), guarded.ports);
    const result = await guarded.revert(open, {}, { limits });
    expect(result).toMatchObject({ finding: { remediation: { status: "verified" } } });
  });

  it.each(["resource", "actor"] as const)(
    "stays closed when the bucket of the %s is empty",
    async (name) => {
      const guarded = await guard();
      const empty = { ...limits.buckets, account: limits.buckets.actor };
      const buckets = { ...empty, [name]: { capacity: 1, refillMs: 10 * minute } };
      const asked = async (call: RemediationCall) => {
        const finding = await guarded.cause(call);
        const result = await guarded.revert(finding, {}, { limits: { ...limits, buckets } });
        for (const record of guarded.ownRecords()) await guarded.hear(record);
        return result.outcome === "told" ? result.finding.notes.map(({ code }) => code) : [];
      };
      expect(await asked(tag("Alpha"))).toContain("reverted");
      expect(await asked(kms("DisableKey", { KeyId: payroll }))).toContain("tooManyReverts");
      expect(await asked(tag("Gamma", orders))).toContain(
        name === "resource" ? "reverted" : "tooManyReverts",
      );
    },
  );
});
