import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Change } from "../../src/account/change.ts";
import type { Snapshot } from "../../src/account/snapshot.ts";
import { parseRecord } from "../../src/cloudtrail/parse-record.ts";
import { DEFAULT_CONFIG } from "../../src/guardrail/config/config.ts";
import type { Finding, RemediationCall } from "../../src/guardrail/finding/finding.ts";
import { createCompiler } from "../../src/kms/compiler.ts";
import { compileWorld, type World } from "../../src/kms/world/world.ts";
import { judgeAndPlan } from "../../src/remediation/judge-and-plan.ts";
import { restoreParts } from "../../src/remediation/plan/restore-parts.ts";
import { touchedNames } from "../../src/remediation/revert/call-effect.ts";
import { touchedValues } from "../../src/remediation/revert/touched-values.ts";
import { type GuardedAccount, guard } from "../unit/remediation/guarded-account.ts";
import { recordOfCall } from "../unit/remediation/record-of-call.ts";
import { place } from "../unit/remediation/small-account.ts";
import { canonical, difference, ordered } from "./account-difference.ts";
import { anyAccount } from "./revertible-accounts.ts";
import { anyEvent } from "./revertible-events.ts";
import { runs } from "./runs.ts";

/*
 * The same through what carries reverts out: recorded state, live reads, ledger, writes, read-back.
 */

const compiler = createCompiler();

const enforcing = { config: { ...DEFAULT_CONFIG, mode: "enforce" as const }, compiler };

/** The finding of an event that the guardrail reverts by itself; null: it does not. */
async function enforced(guarded: GuardedAccount, call: RemediationCall): Promise<Finding | null> {
  const before = guarded.live();
  const record = guarded.change(call);
  const judged = judgeAndPlan([before], record, enforcing);
  const isApplied = judged.outcome === "finding" && judged.finding.remediation.status === "applied";
  const [finding] = (await guarded.hear(record)).published;
  if (isApplied)
    expect(finding?.remediation).toMatchObject({ mode: "enforce", status: "proposed" });
  return isApplied ? (finding ?? null) : null;
}

function differenceOf(before: Snapshot, after: Snapshot) {
  const [was, is] = [before, after].map((one) => compileWorld([ordered(one)], compiler)) as [
    World,
    World,
  ];
  return difference(was, is);
}

function changesOf(call: RemediationCall): readonly Change[] {
  const parsed = parseRecord(recordOfCall(call, { response: { grantId: "grant-1" } }));
  return parsed.outcome === "change" ? parsed.changes : [];
}

/** What a call touches, in the words of findings. */
function touched(call: RemediationCall): readonly string[] {
  return touchedNames(changesOf(call), place);
}

/** What an account tells of what a call touches. */
function valuesTouched(call: RemediationCall, account: Snapshot): unknown {
  return changesOf(call).map((change) => touchedValues([account], change, place));
}

async function hearOwnCalls(guarded: GuardedAccount): Promise<void> {
  for (const record of guarded.ownRecords()) {
    const { judged, published } = await guarded.hear(record);
    expect(published).toEqual([]);
    expect(judged).toMatchObject({ outcome: "silent" });
  }
}

describe("an event that the guardrail reverts", () => {
  it(`leaves account and access as they were, and its calls cause nothing, ${runs.told}`, async () => {
    let reverted = 0;
    await fc.assert(
      fc.asyncProperty(anyAccount, anyEvent, async (account, event) => {
        const guarded = await guard({ on: account });
        const finding = await enforced(guarded, event);
        fc.pre(finding !== null);
        const result = await guarded.revert(finding);
        expect(result).toMatchObject({
          outcome: "told",
          finding: { remediation: { status: "verified" } },
        });
        reverted += 1;
        expect(guarded.made).toEqual(finding.remediation.calls);
        expect(canonical(guarded.live())).toEqual(canonical(account));
        expect(restoreParts([guarded.live()], [account])[0]).toBe(account);
        expect(differenceOf(account, guarded.live())).toEqual([]);
        const told = guarded.told().length;
        await hearOwnCalls(guarded);
        await guarded.revert(finding);
        expect(guarded.told()).toHaveLength(told);
        expect(guarded.made).toEqual(finding.remediation.calls);
        // The next event is judged on the account as it is: the same one does the same.
        const [again] = (await guarded.hear(guarded.change(event))).published;
        expect(withoutGrantIds(again?.accessChanges)).toEqual(
          withoutGrantIds(finding.accessChanges),
        );
      }),
      runs.of(60),
    );
    expect(reverted).toBeGreaterThan(0);
  });

  it(`is reverted beside what somebody else changed meanwhile, which stays, ${runs.told}`, async () => {
    await fc.assert(
      fc.asyncProperty(
        anyAccount,
        anyEvent,
        anyEvent,
        fc.boolean(),
        async (account, event, other, isHeard) => {
          const guarded = await guard({ on: account });
          const finding = await enforced(guarded, event);
          fc.pre(finding !== null);
          const described = guarded.live();
          const record = guarded.change(other);
          if (isHeard) await guarded.hear(record);
          const meanwhile = guarded.live();
          const result = await guarded.revert(finding);
          const status = result.outcome === "told" ? result.finding.remediation.status : null;
          if (status !== "verified") {
            expect(guarded.made).toEqual([]);
            expect(guarded.live()).toBe(meanwhile);
            expect(["refused", null]).toContain(status);
            return;
          }
          // What both touched, the second left as the first had made it.
          expect(valuesTouched(event, meanwhile)).toEqual(valuesTouched(event, described));
          if (touched(other).some((name) => touched(event).includes(name))) return;
          const alone = await guard({ on: account });
          alone.change(other);
          const [is, wanted] = [guarded.live(), alone.live()].map(canonical);
          expect(withoutGrantIds(is)).toEqual(withoutGrantIds(wanted));
        },
      ),
      runs.of(60),
    );
  });
});

/** Grants have the ids that AWS gave them, one after the other. */
function withoutGrantIds(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null).replaceAll(/grant-\d+/g, "grant"));
}
