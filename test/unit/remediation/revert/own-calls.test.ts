import { describe, expect, it } from "vitest";
import { type GuardedAccount, guard, guardRole } from "../guarded-account.ts";
import { kms } from "../plan-for-event.ts";
import { payroll } from "../small-account.ts";

const tag = (value: string) =>
  kms("TagResource", { KeyId: payroll, Tags: [{ TagKey: "Project", TagValue: value }] });

/** A guardrail that has reverted a tag, and the record of its own call, which it did not hear yet. */
async function reverted(): Promise<readonly [GuardedAccount, Record<string, unknown>]> {
  const guarded = await guard();
  await guarded.revert(await guarded.cause(tag("Alpha")));
  const [own] = guarded.ownRecords();
  return [guarded, own as Record<string, unknown>];
}

describe("the guardrail's own call", () => {
  it("is silent, whoever its record says made it", async () => {
    const [guarded, own] = await reverted();
    const handled = await guarded.hear({ ...own, userIdentity: { type: "AWSService" } });
    expect(handled).toMatchObject({ judged: { outcome: "silent" }, published: [] });
  });

  it("is silent when it is delivered again, or before the event that it reverts is folded", async () => {
    const [guarded, own] = await reverted();
    await guarded.hear(own);
    expect(await guarded.hear(own)).toMatchObject({ published: [] });
  });

  it("stays silent when an earlier event arrives after it", async () => {
    const [guarded, own] = await reverted();
    await guarded.hear(own);
    const early = guarded.change(
      kms("TagResource", { KeyId: payroll, Tags: [{ TagKey: "Cost", TagValue: "1" }] }),
      { eventTime: "2026-11-04T07:59:00Z" },
    );
    expect(await guarded.hear(early)).toMatchObject({ published: [] });
  });
});

describe("a call by the guardrail's role that is not in the ledger", () => {
  it.each([
    ["with another request id", { requestID: "other", eventTime: "2026-11-04T09:00:00Z" }],
    ["without a request id", { requestID: null, eventTime: "2026-11-04T09:00:00Z" }],
  ])("is a finding: %s", async (_, changed) => {
    const [guarded, own] = await reverted();
    const { userIdentity } = own;
    expect(userIdentity).toMatchObject({ sessionContext: { sessionIssuer: { arn: guardRole } } });
    await guarded.hear(own);
    await guarded.hear(guarded.change(tag("Alpha")));
    const handled = await guarded.hear({ ...own, ...changed, eventID: "forged-1" });
    expect(handled.published).toHaveLength(1);
  });

  it("is a finding where the request id is ours and the effect is not", async () => {
    const [guarded, own] = await reverted();
    const record = guarded.change(tag("Alpha")) as Record<string, unknown>;
    const { requestID, userIdentity } = own;
    const handled = await guarded.hear({ ...record, requestID, userIdentity });
    expect(handled.published).toHaveLength(1);
  });

  it("is a finding where an intent is open for another effect", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(tag("Alpha"));
    const ledger = {
      ...guarded.ledger,
      append: async (entry: Parameters<typeof guarded.ledger.append>[0]) => {
        if (entry.kind === "call") throw new Error("DynamoDB is down");
        return guarded.ledger.append(entry);
      },
    };
    await expect(guarded.revert(finding, { ledger })).rejects.toThrow("DynamoDB");
    const [own] = guarded.ownRecords() as readonly Record<string, unknown>[];
    const other = guarded.change(
      kms("TagResource", { KeyId: payroll, Tags: [{ TagKey: "Project", TagValue: "Alpha" }] }),
    ) as Record<string, unknown>;
    const byRole = { ...other, userIdentity: own?.["userIdentity"] };
    expect((await guarded.hear(own)).published).toEqual([]);
    expect((await guarded.hear(byRole)).published).toHaveLength(1);
  });

  it("is a finding by somebody else while an intent is open", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(tag("Alpha"));
    const writer = { send: () => new Promise<never>(() => undefined) };
    void guarded.revert(finding, { writer });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await guarded.hear(guarded.change(tag("Beta")))).published).toHaveLength(1);
  });
});

describe("a change between the last read and the write", () => {
  it("is a finding of its own, with both values and that it may be overwritten", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(tag("Alpha"));
    const unheard: unknown[] = [];
    const writer = {
      send: async (call: Parameters<typeof guarded.ports.writer.send>[0]) => {
        unheard.push(guarded.change(tag("Gamma")));
        return guarded.ports.writer.send(call);
      },
    };
    const result = await guarded.revert(finding, { writer });
    expect(result).toMatchObject({ finding: { remediation: { status: "verified" } } });
    const [told] = (await guarded.hear(unheard[0])).published;
    expect(told?.attributeChanges).toEqual([
      { attribute: "tag:Project", before: "Alpha", after: "Gamma" },
    ]);
    expect(told?.notes).toContainEqual({
      code: "overwrittenByRevert",
      text: expect.stringContaining(`the revert of \`${finding.findingId}\``),
    });
    for (const own of guarded.ownRecords()) {
      expect((await guarded.hear(own)).published).toEqual([]);
    }
  });

  it("is told though it changes no access", async () => {
    const guarded = await guard();
    const both = kms("TagResource", {
      KeyId: payroll,
      Tags: [
        { TagKey: "Project", TagValue: "Alpha" },
        { TagKey: "Cost", TagValue: "1" },
      ],
    });
    const finding = await guarded.cause(both);
    const unheard: unknown[] = [];
    const writer = {
      send: async (call: Parameters<typeof guarded.ports.writer.send>[0]) => {
        const tags = [{ TagKey: "Cost", TagValue: "2" }];
        // After the read between the two calls.
        if (guarded.made.length === 1) {
          unheard.push(guarded.change(kms("TagResource", { KeyId: payroll, Tags: tags })));
        }
        return guarded.ports.writer.send(call);
      },
    };
    await guarded.revert(finding, { writer });
    const [told] = (await guarded.hear(unheard[0])).published;
    expect(told).toMatchObject({ kind: "blind", attributeChanges: [{ before: "1", after: "2" }] });
  });
});
