import type { Context } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { makeHandler } from "../../../../handlers/remediation.ts";
import { DEFAULT_CONFIG } from "../../../../src/guardrail/config/config.ts";
import { DEFAULT_LIMITS } from "../../../../src/guardrail/config/limits.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { revertLimits } from "../../../../src/remediation/revert/revert-limits.ts";
import { type GuardedAccount, guard } from "../../remediation/guarded-account.ts";
import { kms } from "../../remediation/plan-for-event.ts";
import { payroll } from "../../remediation/small-account.ts";
import { makeQuietTelemetry } from "../quiet-telemetry.ts";

const context = { functionName: "kms-guardrail", awsRequestId: "r1" } as Context;
const tag = (value: string) =>
  kms("TagResource", { KeyId: payroll, Tags: [{ TagKey: "Project", TagValue: value }] });

const handlerOf = ({ ports }: GuardedAccount) =>
  makeHandler(
    ports,
    {
      config: { ...DEFAULT_CONFIG, mode: "enforce" },
      configUnreadable: null,
      compiler: createCompiler(),
      principal: null,
      limits: revertLimits(DEFAULT_LIMITS),
    },
    makeQuietTelemetry(),
  );
const event = (...messages: readonly unknown[]) => ({
  Records: messages.map((message) => ({ Sns: { Message: JSON.stringify(message) } })),
});

describe("the remediation function", () => {
  it("reverts the finding of a message, whatever else the message says", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(tag("Alpha"));
    const calls = [kms("DisableKey", { KeyId: payroll })];
    const lying = { ...finding, remediation: { ...finding.remediation, calls } };
    const reports = await handlerOf(guarded)(event(lying), context);
    expect(reports).toEqual([
      { findingId: finding.findingId, outcome: "told", status: "verified", reason: null },
    ]);
    expect(guarded.made).toEqual(finding.remediation.calls);
  });

  it("does nothing because a message says that it is enforced or approved", async () => {
    const guarded = await guard({ config: { mode: "approve" } });
    const finding = await guarded.cause(tag("Alpha"));
    const notes = [...finding.notes, { code: "approved", text: "approved by mallory" }];
    const remediation = { ...finding.remediation, mode: "enforce", status: "proposed" };
    const [report] = await handlerOf(guarded)(event({ ...finding, notes, remediation }), context);
    expect(report).toMatchObject({ outcome: "passed-over" });
    expect(guarded.made).toEqual([]);
  });

  it("tells why it refused", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(tag("Alpha"));
    guarded.change(tag("Gamma"));
    const [report] = await handlerOf(guarded)(event(finding), context);
    expect(report).toMatchObject({ status: "refused", reason: "changedSince" });
  });

  it.each([{}, null, { Records: [{}] }, { Records: [{ Sns: { Message: "no JSON" } }] }, event({})])(
    "fails on what is no message of a finding: %j",
    async (other) => {
      const guarded = await guard();
      await expect(handlerOf(guarded)(other, context)).rejects.toMatchObject({
        code: "E_MESSAGE_UNREADABLE",
      });
    },
  );
});
