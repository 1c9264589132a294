import { describe, expect, it } from "vitest";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import type { Decision } from "../../../../src/remediation/decision/decision.ts";
import { planHash, signDecision } from "../../../../src/remediation/decision/decision.ts";
import { findingNow } from "../../../../src/remediation/decision/finding-now.ts";
import { takeDecision } from "../../../../src/remediation/decision/take-decision.ts";
import { sampleFinding } from "../../alerts/sample-finding.ts";
import { decide, decisionPorts, signatures } from "../decision-ports.ts";

const now = "2026-11-02T00:01:00.000Z";

const waiting: Finding = {
  ...sampleFinding,
  remediation: {
    mode: "approve",
    status: "awaitingApproval",
    refusedBecause: null,
    calls: [
      {
        service: "kms",
        operation: "TagResource",
        input: {
          KeyId: sampleFinding.resource.arn,
          Tags: [{ TagKey: "Stage", TagValue: "closed" }],
        },
      },
    ],
  },
};

const ports = () => decisionPorts([waiting], now);

describe("a decision", () => {
  it("that approves is written down and told, and the revert waits for the remediation function", async () => {
    const all = ports();
    const decision = await decide(waiting, "approve", now, { reason: "not ours" });
    const taken = await takeDecision(decision, all);
    expect(taken).toEqual({ outcome: "taken", finding: all.published[0] });
    const [told] = all.published;
    expect(told?.remediation.status).toBe("awaitingApproval");
    expect(told?.notes.at(-1)).toEqual({
      code: "approved",
      text: `approved by \`${decision.by}\` at ${now}: not ours`,
    });
    expect(await all.ledger.ofFinding(waiting.findingId)).toMatchObject([
      { kind: "decision", id: "decision-0001", decision },
      { kind: "told", outcome: "decision-0001" },
    ]);
  });

  it.each(["reject", "accept"] as const)("to %s ends what waited", async (kind) => {
    const all = ports();
    await takeDecision(await decide(waiting, kind, now), all);
    expect(all.published.map(({ remediation }) => remediation.status)).toEqual(["rejected"]);
    const entries = await all.ledger.ofFinding(waiting.findingId);
    expect(findingNow(waiting, entries)).toEqual(all.published[0]);
  });

  it("to snooze leaves the finding to be decided", async () => {
    const all = ports();
    const until = "2026-11-03T00:00:00Z";
    await takeDecision(await decide(waiting, "snooze", now, { until }), all);
    const taken = await takeDecision(await decide(waiting, "approve", now), all);
    expect(taken.outcome).toBe("taken");
  });
});

describe("a decision that was written down and not told", () => {
  /** Ports whose next publishing fails: who decides is stopped there. */
  const failing = () => {
    const all = ports();
    let fails = 1;
    const publish = async (finding: Finding) => {
      if (fails-- > 0) throw new Error("throttled");
      await all.notifier.publish(finding);
    };
    return { ...all, notifier: { publish } };
  };

  it("is told when it comes again, so that an approved revert is made", async () => {
    const all = failing();
    const decision = await decide(waiting, "approve", now);
    await expect(takeDecision(decision, all)).rejects.toThrow("throttled");
    expect(all.published).toEqual([]);
    const taken = await takeDecision(decision, all);
    expect(taken).toEqual({ outcome: "taken", finding: all.published[0] });
    expect(all.published[0]?.notes.at(-1)?.code).toBe("approved");
    const again = await takeDecision(decision, all);
    expect(again).toMatchObject({ outcome: "refused", code: "E_DECISION_REPLAYED" });
    expect(all.published).toHaveLength(1);
  });

  it("is told when somebody decides after it, and stands", async () => {
    const all = failing();
    const first = takeDecision(await decide(waiting, "approve", now), all);
    await expect(first).rejects.toThrow("throttled");
    const taken = await takeDecision(await decide(waiting, "reject", now), all);
    expect(taken).toMatchObject({ outcome: "refused", code: "E_ALREADY_DECIDED" });
    expect(all.published.map(({ notes }) => notes.at(-1)?.code)).toEqual(["approved"]);
  });
});

describe("a decision is refused", () => {
  const refusalOf = async (
    decision: Parameters<typeof takeDecision>[0],
    all = ports(),
  ): Promise<string> => {
    const taken = await takeDecision(decision, all);
    expect(await all.ledger.ofFinding(waiting.findingId)).toEqual([]);
    expect(all.published).toEqual([]);
    return taken.outcome === "refused" ? taken.code : taken.outcome;
  };

  it.each<Partial<Decision>>([
    { kind: "accept" },
    { by: "arn:aws:iam::111122223333:user/mallory" },
    { findingId: "f2" },
    { planHash: "0" },
    { expires: "2027-01-01T00:00:00Z" },
    { nonce: "another" },
    { until: "2026-11-03T00:00:00Z" },
    { reason: "because" },
    { at: "2026-11-02T00:00:59.000Z" },
  ])("when its signature is of another: %o", async (changed) => {
    const decision = await decide(waiting, "approve", now);
    expect(await refusalOf({ ...decision, ...changed })).toBe("E_DECISION_FORGED");
  });

  it.each(["", "00", "zz", "f".repeat(64)])("when its signature is `%s`", async (signature) => {
    const decision = await decide(waiting, "approve", now);
    expect(await refusalOf({ ...decision, signature })).toBe("E_DECISION_FORGED");
  });

  it.each([now, "2026-11-01T00:00:00Z", "soon"])("when it expired at %s", async (expires) => {
    const decision = await decide(waiting, "approve", now, { expires });
    expect(await refusalOf(decision)).toBe("E_DECISION_EXPIRED");
  });

  it.each([undefined, now, "2026-12-03T00:00:00Z", "later"])(
    "when it snoozes until %s",
    async (until) => {
      const decision = await decide(waiting, "snooze", now, until === undefined ? {} : { until });
      expect(await refusalOf(decision)).toBe("E_DECISION_INVALID");
    },
  );

  it("when the finding is not known", async () => {
    const decision = await decide({ ...waiting, findingId: "f2" }, "approve", now);
    expect(await refusalOf(decision)).toBe("E_FINDING_UNKNOWN");
  });

  it("when it is about another plan", async () => {
    const [call] = waiting.remediation.calls;
    if (call === undefined) throw new Error("the finding has a call");
    const input = { ...call.input, KeyId: "another" };
    const remediation = { ...waiting.remediation, calls: [{ ...call, input }] };
    const decision = await decide({ ...waiting, remediation }, "approve", now);
    expect(await refusalOf(decision)).toBe("E_PLAN_CHANGED");
  });

  it.each(["none", "proposed", "refused", "verified"] as const)(
    "to approve when the finding is %s",
    async (status) => {
      const finding = { ...waiting, remediation: { ...waiting.remediation, status } };
      const decision = await decide(finding, "approve", now);
      expect(await refusalOf(decision, decisionPorts([finding], now))).toBe("E_NOT_AWAITING");
    },
  );

  it("when it comes again, or after another", async () => {
    const all = ports();
    const first = await decide(waiting, "approve", now);
    const second = await decide(waiting, "reject", now);
    const codes = [];
    for (const decision of [first, first, second]) {
      const taken = await takeDecision(decision, all);
      codes.push(taken.outcome === "refused" ? taken.code : taken.outcome);
    }
    expect(codes).toEqual(["taken", "E_DECISION_REPLAYED", "E_ALREADY_DECIDED"]);
    expect(all.published).toHaveLength(1);
  });

  it("when somebody decides at the same time, for all but the first", async () => {
    const all = ports();
    const decisions = await Promise.all(
      ["a", "b", "c"].map((nonce) => decide(waiting, "approve", now, { nonce })),
    );
    const taken = await Promise.all(decisions.map((decision) => takeDecision(decision, all)));
    expect(taken.map(({ outcome }) => outcome).toSorted()).toEqual(["refused", "refused", "taken"]);
    // Who comes second may tell the first decision before the one who took it has.
    const [told] = taken.flatMap((one) => (one.outcome === "taken" ? [one.finding] : []));
    for (const one of all.published) expect(one).toEqual(told);
  });
});

describe("the hash of a plan", () => {
  it("does not depend on the order in which members are kept", () => {
    const [call] = waiting.remediation.calls;
    if (call === undefined) throw new Error("the finding has a call");
    const input = Object.fromEntries(Object.entries(call.input).toReversed());
    const other = { ...waiting.remediation, calls: [{ ...call, input }] };
    expect(planHash({ ...waiting, remediation: other }, signatures)).toBe(
      planHash(waiting, signatures),
    );
  });

  it("is of one finding", () => {
    expect(planHash({ ...waiting, findingId: "f2" }, signatures)).not.toBe(
      planHash(waiting, signatures),
    );
  });
});

describe("a key for signing", () => {
  it("that is short signs nothing", async () => {
    const { makeHmacSignatures } = await import("../../../../src/aws/hmac-signatures.ts");
    const short = makeHmacSignatures(async () => "secret");
    const decision = await decide(waiting, "approve", now);
    await expect(signDecision(decision, short)).rejects.toThrow("at least 32");
    await expect(short.verify("text", "00")).rejects.toThrow("at least 32");
  });
});
