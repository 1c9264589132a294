import { describe, expect, it } from "vitest";
import { snsAttributes } from "../../../../src/aws/publish/sns-attributes.ts";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import { takeDecision } from "../../../../src/remediation/decision/take-decision.ts";
import type { RevertResult } from "../../../../src/remediation/revert/revert-finding.ts";
import { decide } from "../decision-ports.ts";
import { type GuardedAccount, guard } from "../guarded-account.ts";
import { kms } from "../plan-for-event.ts";
import { payroll, smallAccount } from "../small-account.ts";

const opens = kms("TagResource", {
  KeyId: payroll,
  Tags: [{ TagKey: "Project", TagValue: "Alpha" }],
});

const statusOf = (result: RevertResult) =>
  result.outcome === "told" ? result.finding.remediation.status : result.reason;

/** A finding whose revert was refused, for a reason that passes. */
async function refused(): Promise<{ guarded: GuardedAccount; finding: Finding }> {
  const guarded = await guard();
  const finding = await guarded.cause(opens);
  const result = await guarded.revert(finding, {}, { configUnreadable: "not JSON" });
  expect(statusOf(result)).toBe("refused");
  return { guarded, finding };
}

async function say(guarded: GuardedAccount, finding: Finding, kind: "approve" | "reject", n = 1) {
  const decision = await decide(finding, kind, guarded.now(), { nonce: `${kind}-${n}` });
  return takeDecision(decision, guarded.ports);
}

describe("a revert that was refused, or that failed", () => {
  it("is not tried again by itself", async () => {
    const { guarded, finding } = await refused();
    expect(statusOf(await guarded.revert(finding))).toBe("it has ended already");
    expect(guarded.made).toEqual([]);
  });

  it("is tried again when somebody approves it, with every check", async () => {
    const { guarded, finding } = await refused();
    const taken = await say(guarded, finding, "approve");
    if (taken.outcome === "refused") throw new Error(taken.message);
    expect(snsAttributes(taken.finding)["revert"]?.StringValue).toBe("approved");
    expect(statusOf(await guarded.revert(finding))).toBe("verified");
    expect(guarded.live().keys).toEqual(smallAccount.keys);
    expect(guarded.told().at(-1)).toMatchObject({
      kind: "access",
      remediation: { status: "verified", refusedBecause: null },
    });
    expect(statusOf(await guarded.revert(finding))).toBe("it has ended already");
    expect(guarded.made).toHaveLength(1);
  });

  it("is refused again where the reason stands, and may be approved again", async () => {
    const { guarded, finding } = await refused();
    const unreadable = { configUnreadable: "still not JSON" };
    await say(guarded, finding, "approve");
    expect(statusOf(await guarded.revert(finding, {}, unreadable))).toBe("refused");
    expect(statusOf(await guarded.revert(finding))).toBe("it has ended already");
    expect(await say(guarded, finding, "approve", 2)).toMatchObject({ outcome: "taken" });
    expect(statusOf(await guarded.revert(finding))).toBe("verified");
  });

  it("is approved once at a time", async () => {
    const { guarded, finding } = await refused();
    await say(guarded, finding, "approve");
    expect(await say(guarded, finding, "approve", 2)).toMatchObject({ code: "E_ALREADY_DECIDED" });
    expect(await say(guarded, finding, "approve")).toMatchObject({ code: "E_DECISION_REPLAYED" });
  });

  it("is tried again after AWS failed a call", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    const writer = { send: () => Promise.reject(new Error("ThrottlingException")) };
    expect(statusOf(await guarded.revert(finding, { writer }))).toBe("failed");
    await say(guarded, finding, "approve");
    expect(statusOf(await guarded.revert(finding))).toBe("verified");
  });

  it("is tried again when somebody approves it whose clock is slow", async () => {
    const { guarded, finding } = await refused();
    const clock = { now: () => new Date(Date.parse(guarded.now()) - 120_000) };
    const decision = await decide(finding, "approve", guarded.now());
    await takeDecision(decision, { ...guarded.ports, clock });
    expect(statusOf(await guarded.revert(finding))).toBe("verified");
  });

  it("is not tried twice by one approval of somebody whose clock is fast", async () => {
    const { guarded, finding } = await refused();
    const clock = { now: () => new Date(Date.parse(guarded.now()) + 120_000) };
    const decision = await decide(finding, "approve", guarded.now());
    await takeDecision(decision, { ...guarded.ports, clock });
    const unreadable = { configUnreadable: "still not JSON" };
    expect(statusOf(await guarded.revert(finding, {}, unreadable))).toBe("refused");
    expect(statusOf(await guarded.revert(finding))).toBe("it has ended already");
    expect(guarded.made).toEqual([]);
  });

  it("overwrites nothing that somebody did meanwhile", async () => {
    const { guarded, finding } = await refused();
    guarded.change(
      kms("TagResource", { KeyId: payroll, Tags: [{ TagKey: "Project", TagValue: "Gamma" }] }),
    );
    await say(guarded, finding, "approve");
    expect(statusOf(await guarded.revert(finding))).toBe("refused");
    expect(guarded.made).toEqual([]);
  });

  it("stays closed once somebody rejected it", async () => {
    const { guarded, finding } = await refused();
    await say(guarded, finding, "reject");
    expect(await say(guarded, finding, "approve")).toMatchObject({ code: "E_ALREADY_DECIDED" });
    expect(statusOf(await guarded.revert(finding))).toContain("decided reject");
    expect(guarded.made).toEqual([]);
  });
});
