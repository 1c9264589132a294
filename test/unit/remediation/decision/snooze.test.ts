import { describe, expect, it } from "vitest";
import { DEFAULT_CONFIG } from "../../../../src/guardrail/config/config.ts";
import type { RemediationCall } from "../../../../src/guardrail/finding/finding.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { activeSnoozes } from "../../../../src/remediation/decision/snooze.ts";
import { takeDecision } from "../../../../src/remediation/decision/take-decision.ts";
import { judgeAndPropose } from "../../../../src/remediation/judge-and-plan.ts";
import { decide } from "../decision-ports.ts";
import { guard } from "../guarded-account.ts";
import { kms } from "../plan-for-event.ts";
import { recordOfCall } from "../record-of-call.ts";
import { delegation, orders, payroll, policyOf, roleArn, smallAccount } from "../small-account.ts";

const tag = (value: string, key = payroll) =>
  kms("TagResource", { KeyId: key, Tags: [{ TagKey: "Project", TagValue: value }] });
const until = "2026-11-10T00:00:00Z";

async function snoozed(call: RemediationCall) {
  const guarded = await guard({ config: { mode: "alert" } });
  const finding = await guarded.cause(call);
  const decision = await decide(finding, "snooze", guarded.now(), { until, reason: "known" });
  const taken = await takeDecision(decision, guarded.ports);
  const judge = async (event: RemediationCall, eventTime: string) => {
    guarded.pass(Math.max(0, Date.parse(eventTime) - Date.parse(guarded.now())));
    const suppressions = await activeSnoozes(guarded.ledger, guarded.ports.clock);
    const judged = judgeAndPropose([smallAccount], recordOfCall(event, { eventTime }), {
      config: { ...DEFAULT_CONFIG, suppressions },
      compiler: createCompiler(),
    });
    if (judged.outcome !== "finding") throw new Error("a finding");
    return judged.finding;
  };
  return { taken, judge };
}

describe("a snooze", () => {
  it("hides the like of a finding until its end", async () => {
    const { taken, judge } = await snoozed(tag("Alpha"));
    expect(taken.outcome).toBe("taken");
    expect(await judge(tag("Alpha"), "2026-11-09T00:00:00Z")).toMatchObject({
      severity: "informational",
      remediation: { mode: "observe" },
      notes: expect.arrayContaining([expect.objectContaining({ code: "suppressed" })]),
    });
    expect(await judge(tag("Alpha"), "2026-11-10T00:00:01Z")).toMatchObject({ severity: "high" });
  });

  it("hides nothing else", async () => {
    const { judge } = await snoozed(tag("Alpha"));
    for (const other of [
      tag("Gamma", orders),
      kms("DisableKey", { KeyId: payroll }),
      kms("UpdateAlias", { AliasName: "alias/payroll", TargetKeyId: orders }),
    ]) {
      const { severity } = await judge(other, "2026-11-09T00:00:00Z");
      expect(severity).not.toBe("informational");
    }
  });

  describe("of what a key policy gave", () => {
    const time = "2026-11-09T00:00:00Z";
    const lets = (name: string, action: string, more: object = {}) => ({
      ...{ Effect: "Allow", Principal: { AWS: roleArn(name) }, Action: `kms:${action}` },
      ...{ Resource: "*", ...more },
    });
    const put = (...statements: readonly object[]) =>
      kms("PutKeyPolicy", {
        ...{ KeyId: payroll, PolicyName: "default" },
        Policy: JSON.stringify(policyOf(delegation, ...statements)),
      });

    it("under a condition hides no gain without one", async () => {
      const withMfa = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };
      const { judge } = await snoozed(put(lets("app", "Decrypt", withMfa)));
      const again = await judge(put(lets("app", "Decrypt", withMfa)), time);
      expect(again.severity).toBe("informational");
      expect((await judge(put(lets("app", "Decrypt")), time)).severity).toBe("high");
    });

    it("to two roles hides nothing that the one gains of the other's", async () => {
      const given = [lets("app", "Decrypt"), lets("guardrail", "GenerateDataKey")];
      const { judge } = await snoozed(put(...given));
      expect((await judge(put(...given), time)).severity).toBe("informational");
      const other = [lets("guardrail", "Decrypt"), lets("app", "GenerateDataKey")];
      expect((await judge(put(...other), time)).severity).toBe("high");
    });
  });

  it.each(["arn:aws:iam::999999999999:root", "*"])("never hides what %s gains", async (AWS) => {
    const statement = { Effect: "Allow", Principal: { AWS }, Action: "kms:Decrypt", Resource: "*" };
    const Policy = JSON.stringify(policyOf(delegation, statement));
    const { taken } = await snoozed(
      kms("PutKeyPolicy", { KeyId: payroll, PolicyName: "default", Policy }),
    );
    expect(taken).toMatchObject({ outcome: "refused", code: "E_DECISION_INVALID" });
  });
});
