import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../src/account/snapshot.ts";
import { DEFAULT_CONFIG } from "../../src/guardrail/config/config.ts";
import type { RemediationCall } from "../../src/guardrail/finding/finding.ts";
import { judgeRecord } from "../../src/guardrail/judge/judge-record.ts";
import { createCompiler } from "../../src/kms/compiler.ts";
import { compileWorld, type World } from "../../src/kms/world/world.ts";
import { judgeAndPlan } from "../../src/remediation/judge-and-plan.ts";
import { planRevert } from "../../src/remediation/plan/plan-revert.ts";
import { restoreParts } from "../../src/remediation/plan/restore-parts.ts";
import { recordOfCall } from "../unit/remediation/record-of-call.ts";
import { canonical, difference, lines, ordered } from "./account-difference.ts";
import { anyAccount } from "./revertible-accounts.ts";
import { anyEvent } from "./revertible-events.ts";
import { runs } from "./runs.ts";

/*
 * Apply, revert, and the account is the one before: for random accounts and every event that has
 * an exact inverse.
 */

const options = { config: DEFAULT_CONFIG, compiler: createCompiler(), full: true };
const response = { grantId: "new-grant" };

function judge(snapshots: readonly Snapshot[], call: RemediationCall, eventId = "event") {
  const judged = judgeRecord(snapshots, recordOfCall(call, { eventId, response }), options);
  if (judged.outcome !== "finding" && judged.outcome !== "silent") {
    throw new Error(JSON.stringify(judged));
  }
  return judged;
}

describe("every event with an exact inverse", () => {
  it(`is undone by its plan: the account and all its access are those before, ${runs.told}`, () => {
    fc.assert(
      fc.property(anyAccount, anyEvent, (account, event) => {
        const before = [account];
        const judged = judge(before, event);
        const { changes, finding, snapshots: after } = judged;
        const attributes = finding.attributeChanges;
        const plan = planRevert({ event: judged.event, changes, attributes, before, after });
        // Nothing changed, or a person has to decide.
        fc.pre(plan.level === "automatic");
        // The plan's calls come back as events, each read and applied like any other.
        const reverted = plan.calls.reduce<readonly Snapshot[]>(
          (snapshots, call, index) => judge(snapshots, call, `revert-${index}`).snapshots,
          after,
        );
        expect(reverted.map(canonical)).toEqual(before.map(canonical));
        expect(restoreParts(reverted, before)[0]).toBe(account);
        const worlds = [before, reverted].map((one) =>
          compileWorld(one.map(ordered), options.compiler),
        );
        const [was, is] = worlds as [World, World];
        expect(difference(was, is)).toEqual([]);
      }),
      runs.of(200),
    );
  });

  it(`comes back as an event that causes nothing but the opposite finding, ${runs.told}`, () => {
    fc.assert(
      fc.property(anyAccount, anyEvent, (account, event) => {
        const judged = judge([account], event);
        const { changes, finding, snapshots: after } = judged;
        const attributes = finding.attributeChanges;
        const input = { event: judged.event, changes, attributes, before: [account], after };
        const { calls, level } = planRevert(input);
        const [call] = calls;
        fc.pre(level === "automatic" && calls.length === 1 && call !== undefined);
        if (call === undefined) return;
        const back = judge(after, call, "revert");
        expect(lines(back.finding.accessChanges, true)).toEqual(
          lines(finding.accessChanges, false),
        );
        // Requests that pass the endpoint by are told one way only.
        const passes = [finding, back.finding].some(({ notes }) =>
          notes.some(({ code }) => code === "privateDnsOff"),
        );
        if (!passes) expect(back.outcome).toBe(judged.outcome);
      }),
      runs.of(200),
    );
  });

  it(`in enforce is undone, or refused for a reason that is no fault of the plan, ${runs.told}`, () => {
    const config = { ...DEFAULT_CONFIG, mode: "enforce" as const };
    fc.assert(
      fc.property(anyAccount, anyEvent, (account, event) => {
        const record = recordOfCall(event, { response });
        const judged = judgeAndPlan([account], record, { ...options, config });
        fc.pre(judged.outcome === "finding");
        if (judged.outcome !== "finding") return;
        // An alias that no key has is told as unknown, and nothing comes of it here.
        fc.pre(judged.finding.attributeChanges.length > 0);
        const { status, refusedBecause } = judged.finding.remediation;
        if (status === "applied") expect(judged.snapshots[0]).toBe(account);
        else expect(judged.snapshots[0]).not.toBe(account);
        expect(refusedBecause ?? "").not.toContain("the revert would leave access");
      }),
      runs.of(200),
    );
  });
});
