import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../../src/account/snapshot.ts";
import type { Finding, RemediationCall } from "../../../../src/guardrail/finding/finding.ts";
import { takeDecision } from "../../../../src/remediation/decision/take-decision.ts";
import { restoreParts } from "../../../../src/remediation/plan/restore-parts.ts";
import type { RevertResult } from "../../../../src/remediation/revert/revert-finding.ts";
import { decide } from "../decision-ports.ts";
import { type GuardedAccount, guard } from "../guarded-account.ts";
import { ec2, kms } from "../plan-for-event.ts";
import {
  delegation,
  endpointId,
  grant,
  makeRole,
  orders,
  payroll,
  policyOf,
  roleArn,
  smallAccount,
  tokens,
  withKeyParts,
} from "../small-account.ts";

const tag = (value: string, key = payroll) =>
  kms("TagResource", { KeyId: key, Tags: [{ TagKey: "Project", TagValue: value }] });
const opens = tag("Alpha");
const stranger = policyOf(delegation, {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::999999999999:root" },
  Action: "kms:Decrypt",
  Resource: "*",
});
const putPolicy = (policy: unknown) =>
  kms("PutKeyPolicy", { KeyId: payroll, PolicyName: "default", Policy: JSON.stringify(policy) });

/** How a revert ended: the status, and the code of the note that says why. */
function endOf(result: RevertResult): readonly [string, string | undefined] {
  if (result.outcome === "passed-over") return ["passed-over", result.reason];
  const { remediation, notes } = result.finding;
  const code = notes.find(({ text }) => text === remediation.refusedBecause)?.code;
  return [remediation.status, code];
}

const isAsBefore = ({ live }: GuardedAccount, before: Snapshot = smallAccount): boolean =>
  restoreParts([live()], [before])[0] === before;

/** The guardrail hears of its own calls, and says nothing. */
async function hearOwnCalls(guarded: GuardedAccount): Promise<void> {
  const before = guarded.told().length;
  for (const record of guarded.ownRecords()) {
    expect(await guarded.hear(record)).toMatchObject({
      judged: { outcome: "silent", finding: { notes: expect.arrayContaining([ownNote]) } },
      published: [],
    });
  }
  expect(guarded.told()).toHaveLength(before);
}
const ownNote = expect.objectContaining({ code: "ownRevert" });

const revertible: readonly (readonly [string, RemediationCall])[] = [
  ["TagResource", opens],
  ["UntagResource", kms("UntagResource", { KeyId: orders, TagKeys: ["Project"] })],
  ["CreateAlias", kms("CreateAlias", { AliasName: "alias/tokens-2", TargetKeyId: payroll })],
  ["UpdateAlias", kms("UpdateAlias", { AliasName: "alias/payroll", TargetKeyId: orders })],
  ["DeleteAlias", kms("DeleteAlias", { AliasName: "alias/payroll" })],
  ["PutKeyPolicy", putPolicy(stranger)],
  ["DisableKey", kms("DisableKey", { KeyId: payroll })],
  ["ModifyVpcEndpoint", ec2("ModifyVpcEndpoint", { VpcEndpointId: endpointId, ResetPolicy: true })],
];
/** An alias that allows something where it is new. */
const withAliasRule: Snapshot = {
  ...smallAccount,
  authorizationDetails: {
    RoleDetailList: [
      makeRole("app", {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/tokens*" } },
      }),
      makeRole("admin", { Effect: "Allow", Action: "kms:*", Resource: "*" }),
    ],
  },
};

describe("a finding in the mode enforce", () => {
  it.each(revertible)("%s is reverted, and the account is as before", async (name, call) => {
    const on = name === "CreateAlias" ? withAliasRule : smallAccount;
    const guarded = await guard({ on });
    const finding = await guarded.cause(call);
    expect(finding.remediation).toMatchObject({ mode: "enforce", status: "proposed" });
    const result = await guarded.revert(finding);
    expect(endOf(result)).toEqual(["verified", undefined]);
    expect(guarded.made).toEqual(finding.remediation.calls);
    expect(isAsBefore(guarded, on)).toBe(true);
    expect(guarded.told().at(-1)).toMatchObject({
      findingId: finding.findingId,
      kind: "access",
      remediation: { status: "verified" },
    });
    await hearOwnCalls(guarded);
    // What happens next is judged on the account as it is.
    expect(await guarded.cause(call)).toMatchObject({
      attributeChanges: finding.attributeChanges,
      accessChanges: finding.accessChanges,
    });
  });

  it.each([
    ...revertible,
    ["ScheduleKeyDeletion", kms("ScheduleKeyDeletion", { KeyId: payroll, PendingWindowInDays: 7 })],
  ] as const)(
    "%s and its revert within one second are in their order, however they arrive",
    async (name, call) => {
      const guarded = await guard({
        on: name === "CreateAlias" ? withAliasRule : smallAccount,
        isOneSecond: true,
      });
      const finding = await guarded.cause(call);
      expect(endOf(await guarded.revert(finding))).toEqual(["verified", undefined]);
      const told = guarded.told().length;
      for (const record of guarded.ownRecords().toReversed()) await guarded.hear(record);
      expect(guarded.told()).toHaveLength(told);
      guarded.pass(60_000);
      expect(await guarded.cause(call)).toMatchObject({
        attributeChanges: finding.attributeChanges,
        accessChanges: finding.accessChanges,
      });
    },
  );

  it("tells whether it was reverted before it mattered", async () => {
    const codeOf = async (call: RemediationCall, milliseconds: number) => {
      const guarded = await guard();
      const finding = await guarded.cause(call);
      guarded.pass(milliseconds);
      await guarded.revert(finding);
      return guarded.told().at(-1)?.notes.at(-1);
    };
    expect(await codeOf(opens, 3_000)).toEqual({
      code: "revertedWithinPropagation",
      text: "reverted 5 s after the change, within the five minutes that KMS may take to apply it: as a rule nobody could use it",
    });
    expect((await codeOf(opens, 300_000))?.code).toBe("revertedAfterEffect");
    expect((await codeOf(putPolicy(stranger), 1_000))?.code).toBe("revertedAfterEffect");
  });

  it("writes down what it is about to do, each call with its request id, and the end", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    await guarded.revert(finding);
    const entries = await guarded.ledger.ofFinding(finding.findingId);
    expect(entries).toMatchObject([
      { kind: "intent", cause: "enforce", calls: finding.remediation.calls },
      { kind: "call", call: finding.remediation.calls[0], requestId: "request-of-0000-2" },
      { kind: "outcome", status: "verified" },
      { kind: "told", outcome: "outcome-0001" },
    ]);
  });
});

describe("nothing is written", () => {
  const refused = async (
    guarded: GuardedAccount,
    finding: Finding,
    ...more: [Parameters<GuardedAccount["revert"]>[1]?, Parameters<GuardedAccount["revert"]>[2]?]
  ) => {
    const before = guarded.live();
    const result = await guarded.revert(finding, ...more);
    expect(guarded.made).toEqual([]);
    expect(guarded.live()).toBe(before);
    if (result.outcome === "told") {
      expect(guarded.told().at(-1)).toEqual(result.finding);
      expect(result.finding.kind).toBe("refusal");
      expect(result.finding.accessChanges).toEqual(finding.accessChanges);
    }
    return endOf(result);
  };

  it("over what somebody changed since, heard of or not", async () => {
    for (const isHeard of [false, true]) {
      const guarded = await guard();
      const finding = await guarded.cause(opens);
      const record = guarded.change(tag("Gamma"));
      if (isHeard) await guarded.hear(record);
      expect(await refused(guarded, finding)).toEqual(["refused", "changedSince"]);
    }
  });

  it("over what changes between the checks and the write", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    let reads = 0;
    const { reader } = guarded.ports;
    const racing = {
      ...reader,
      readKey: async (arn: string) => {
        reads += 1;
        if (reads === 2) guarded.change(tag("Gamma"));
        return reader.readKey(arn);
      },
    };
    const result = await guarded.revert(finding, { reader: racing });
    expect(endOf(result)).toEqual(["refused", "changedSince"]);
    expect(guarded.made).toEqual([]);
  });

  it("where the touched state cannot be read", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    const reader = {
      ...guarded.ports.reader,
      readKey: async (arn: string) => {
        const key = await guarded.ports.reader.readKey(arn);
        return key && { ...key, tags: { unreadable: "AccessDeniedException" } };
      },
    };
    expect(await refused(guarded, finding, { reader })).toEqual(["refused", "changedSince"]);
  });

  it("where it is as before already", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    guarded.change(tag("Beta"));
    expect(await refused(guarded, finding)).toEqual(["refused", "undoneAlready"]);
  });

  it("that would lock everybody out", async () => {
    const nobody = policyOf({ ...delegation, Action: "kms:Decrypt" });
    const guarded = await guard({ on: withKeyParts(payroll, { policy: nobody }) });
    const finding = await guarded.cause(putPolicy(policyOf(delegation)));
    expect(finding.remediation).toMatchObject({ status: "refused", calls: [] });
    expect(await refused(guarded, finding)).toEqual([
      "passed-over",
      "the finding is `refused` in the mode `enforce`",
    ]);
  });

  it("that would lock everybody out by what happened since", async () => {
    const onlyAdmin = policyOf({ ...delegation, Principal: { AWS: roleArn("admin") } });
    const guarded = await guard({ on: withKeyParts(payroll, { policy: onlyAdmin }) });
    const finding = await guarded.cause(putPolicy(stranger));
    expect(finding.remediation.status).toBe("proposed");
    const events = {
      find: async (id: string) => {
        const recorded = await guarded.ports.events.find(id);
        // The role that the former policy names is gone since.
        const withoutAdmin = (one: Snapshot): Snapshot => ({
          ...one,
          authorizationDetails: { RoleDetailList: [makeRole("app")] },
        });
        return recorded && { ...recorded, current: recorded.current.map(withoutAdmin) };
      },
    };
    expect(await refused(guarded, finding, { events })).toEqual(["refused", "unsafe"]);
  });

  it("that would grant somebody else access by what happened since", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    const events = {
      find: async (id: string) => {
        const recorded = await guarded.ports.events.find(id);
        const withNewcomer = (one: Snapshot): Snapshot => ({
          ...one,
          authorizationDetails: {
            RoleDetailList: [
              makeRole("newcomer", {
                Effect: "Allow",
                Action: "kms:Decrypt",
                Resource: "*",
                Condition: { StringEquals: { "aws:ResourceTag/Project": "Beta" } },
              }),
            ],
          },
        });
        return recorded && { ...recorded, current: recorded.current.map(withNewcomer) };
      },
    };
    expect(await refused(guarded, finding, { events })).toEqual(["refused", "unsafe"]);
    expect(guarded.told().at(-1)?.remediation.refusedBecause).toContain(
      `would give \`${roleArn("newcomer")}\` access to \`${payroll}\``,
    );
  });

  it("that AWS would not store: a principal that is gone", async () => {
    const orphan = { ...delegation, Sid: "Old", Principal: { AWS: "AIDACKCEVSQ6C2EXAMPLE" } };
    const old = policyOf(delegation, orphan);
    const guarded = await guard({ on: withKeyParts(payroll, { policy: old }) });
    const finding = await guarded.cause(putPolicy(stranger));
    expect(finding.remediation.status).toBe("refused");
    expect(await refused(guarded, finding)).toMatchObject(["passed-over", expect.any(String)]);
  });

  it("that AWS would not store: a document that is too long", async () => {
    const long = policyOf(delegation, { ...delegation, Sid: "x".repeat(33_000) });
    const guarded = await guard({ on: withKeyParts(payroll, { policy: long }) });
    const finding = await guarded.cause(putPolicy(stranger));
    expect(finding.remediation).toMatchObject({ status: "refused" });
    expect(finding.remediation.refusedBecause).toContain("more than 32768");
    expect(await refused(guarded, finding)).toMatchObject(["passed-over", expect.any(String)]);
  });

  it("where the configuration cannot be read", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    const end = await refused(guarded, finding, {}, { configUnreadable: "not JSON" });
    expect(end).toEqual(["refused", "configUnreadable"]);
  });

  it("where the state cannot tell everything", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    const events = {
      find: async (id: string) => {
        const recorded = await guarded.ports.events.find(id);
        const unknowns = [{ code: "keysUnknown", text: "not every key is recorded" }];
        return recorded && { ...recorded, unknowns };
      },
    };
    expect(await refused(guarded, finding, { events })).toEqual(["refused", "stateUnknown"]);
  });

  it("where the event is not recorded any more", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    const events = { find: async () => null };
    expect(await refused(guarded, finding, { events })).toEqual(["refused", "notRecorded"]);
  });

  it("where the recorded finding tells another plan", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    const other = { ...finding.remediation, calls: [tag("Omega")] };
    const findings = { find: async () => ({ ...finding, remediation: other }) };
    expect(await refused(guarded, finding, { findings })).toEqual(["refused", "planChanged"]);
  });

  it("where the configuration wants it no more", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    for (const mode of ["observe", "alert", "approve"] as const) {
      const config = { version: 1, mode, trustedAccounts: [], guardrail: { principal: null } };
      const [outcome] = await refused(guarded, finding, {}, { config: { ...config, version: 1 } });
      expect(outcome).toBe("passed-over");
    }
  });

  it.each(["observe", "alert", "approve"] as const)("in the mode %s", async (mode) => {
    const guarded = await guard({ config: { mode } });
    const finding = await guarded.cause(opens);
    const [outcome] = await refused(guarded, finding);
    expect(outcome).toBe("passed-over");
  });

  it("for a finding that nobody kept, however often it is asked for", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    const unkept = { findings: { find: async () => null }, events: { find: async () => null } };
    await expect(guarded.revert(finding, unkept)).rejects.toMatchObject({
      code: "E_FINDING_NOT_KEPT",
    });
    const replaced = { findings: { find: async () => null } };
    expect(await refused(guarded, finding, replaced)).toEqual([
      "passed-over",
      "another finding of the event has taken its place",
    ]);
  });
});

describe("a message that comes before its finding is kept", () => {
  it.each([0, 1, 2, 3])("waits for it, though it is kept between two looks: %d", async (late) => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    let looks = 0;
    const { findings, events } = guarded.ports;
    const isKept = () => looks++ >= late;
    const result = await guarded.revert(finding, {
      findings: { find: async (id) => (isKept() ? findings.find(id) : null) },
      events: { find: async (id) => (isKept() ? events.find(id) : null) },
    });
    expect(endOf(result)).toEqual(["verified", undefined]);
  });
});

describe("a message that comes again", () => {
  it("causes no second revert", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    await guarded.revert(finding);
    const told = guarded.told().length;
    expect(endOf(await guarded.revert(finding))).toEqual(["passed-over", "it has ended already"]);
    expect(guarded.made).toHaveLength(1);
    expect(guarded.told()).toHaveLength(told);
  });

  it("tells what was done and not told", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    const notifier = { publish: () => Promise.reject(new Error("SNS is down")) };
    await expect(guarded.revert(finding, { notifier })).rejects.toThrow("SNS is down");
    expect(endOf(await guarded.revert(finding))).toEqual(["verified", undefined]);
    expect(guarded.made).toHaveLength(1);
    expect(guarded.told().at(-1)?.remediation.status).toBe("verified");
  });

  it.each(["outcome", "call"] as const)(
    "finds that its calls were made, though the %s was not written down",
    async (kind) => {
      const guarded = await guard();
      const finding = await guarded.cause(opens);
      const failing = {
        ...guarded.ledger,
        append: async (entry: Parameters<typeof guarded.ledger.append>[0]) => {
          if (entry.kind === kind) throw new Error("DynamoDB is down");
          return guarded.ledger.append(entry);
        },
      };
      await expect(guarded.revert(finding, { ledger: failing })).rejects.toThrow("DynamoDB");
      expect(endOf(await guarded.revert(finding))).toEqual(["verified", undefined]);
      expect(guarded.made).toHaveLength(1);
      await hearOwnCalls(guarded);
    },
  );

  it("goes on where nothing was made yet", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    let reads = 0;
    const reader = {
      ...guarded.ports.reader,
      readKey: async (arn: string) => {
        reads += 1;
        if (reads === 2) throw new Error("KMS is busy");
        return guarded.ports.reader.readKey(arn);
      },
    };
    await expect(guarded.revert(finding, { reader })).rejects.toThrow("KMS is busy");
    expect(endOf(await guarded.revert(finding))).toEqual(["verified", undefined]);
    expect(isAsBefore(guarded)).toBe(true);
  });

  it("leaves to a person what was made in part", async () => {
    const guarded = await guard();
    const adds = { TagKey: "Extra", TagValue: "1" };
    const both = kms("TagResource", {
      KeyId: payroll,
      Tags: [{ TagKey: "Project", TagValue: "Alpha" }, adds],
    });
    const finding = await guarded.cause(both);
    expect(finding.remediation.calls).toHaveLength(2);
    const failing = {
      ...guarded.ledger,
      append: async (entry: Parameters<typeof guarded.ledger.append>[0]) => {
        if (entry.kind === "call") throw new Error("DynamoDB is down");
        return guarded.ledger.append(entry);
      },
    };
    await expect(guarded.revert(finding, { ledger: failing })).rejects.toThrow("DynamoDB");
    expect(endOf(await guarded.revert(finding))).toEqual(["failed", "cutShort"]);
    expect(guarded.made).toHaveLength(1);
  });
});

describe("what goes wrong while writing", () => {
  const extra = { TagKey: "Extra", TagValue: "1" };
  const both = kms("TagResource", {
    KeyId: payroll,
    Tags: [{ TagKey: "Project", TagValue: "Alpha" }, extra],
  });
  /** Something happens after the guardrail's first call. */
  const afterFirst = (guarded: GuardedAccount, happens: () => unknown) => ({
    send: async (call: RemediationCall) => {
      const requestId = await guarded.ports.writer.send(call);
      if (guarded.made.length === 1) happens();
      return requestId;
    },
  });

  it("stops between two calls where somebody changes what the second is to undo", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(both);
    expect(finding.remediation.calls).toHaveLength(2);
    const writer = afterFirst(guarded, () =>
      guarded.change(kms("TagResource", { KeyId: payroll, Tags: [{ ...extra, TagValue: "2" }] })),
    );
    expect(endOf(await guarded.revert(finding, { writer }))).toEqual(["failed", "cutShort"]);
    expect(guarded.made).toHaveLength(1);
    expect(guarded.told().at(-1)?.remediation.refusedBecause).toBe(
      "`tag:Extra` changed, or cannot be read, after 1 of 2 calls were made: what somebody did later is not overwritten",
    );
  });

  it("goes on between two calls where AWS does not show the first yet, or something else changed", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(both);
    const stale = await guarded.ports.reader.readKey(payroll);
    const { reader } = guarded.ports;
    const lagging = {
      ...reader,
      readKey: async (arn: string) => (guarded.made.length === 1 ? stale : reader.readKey(arn)),
    };
    const writer = afterFirst(guarded, () => guarded.change(tag("Gamma", orders)));
    const result = await guarded.revert(finding, { writer, reader: lagging });
    expect(endOf(result)).toEqual(["verified", undefined]);
    expect(guarded.made).toHaveLength(2);
  });

  it("goes on to enable a key whose deletion it has cancelled", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(
      kms("ScheduleKeyDeletion", { KeyId: payroll, PendingWindowInDays: 7 }),
    );
    expect(endOf(await guarded.revert(finding))).toEqual(["verified", undefined]);
    expect(guarded.made.map(({ operation }) => operation)).toEqual([
      "CancelKeyDeletion",
      "EnableKey",
    ]);
  });

  it("is told, with what was made", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    const error = Object.assign(new Error("no"), { name: "AccessDeniedException" });
    const writer = { send: () => Promise.reject(error) };
    expect(endOf(await guarded.revert(finding, { writer }))).toEqual(["failed", "callFailed"]);
    expect(guarded.told().at(-1)?.remediation.refusedBecause).toBe(
      "TagResource failed with AccessDeniedException: nothing was changed",
    );
  });

  it("is verified where it was made although its answer was lost", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    const send = async (call: RemediationCall) => {
      await guarded.ports.writer.send(call);
      throw Object.assign(new Error("no answer"), { name: "TimeoutError" });
    };
    expect(endOf(await guarded.revert(finding, { writer: { send } }))[0]).toBe("verified");
    const codes = guarded
      .told()
      .at(-1)
      ?.notes.map(({ code }) => code);
    expect(codes).toContain("reverted");
    for (const record of guarded.ownRecords()) {
      expect((await guarded.hear(record)).judged.outcome).toBe("silent");
    }
    expect(guarded.live().keys).toEqual(smallAccount.keys);
  });

  it("is not told to have changed nothing where nobody can tell", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    let isSent = false;
    const writer = {
      send: () => {
        isSent = true;
        return Promise.reject(Object.assign(new Error("no"), { name: "TimeoutError" }));
      },
    };
    const reader = {
      ...guarded.ports.reader,
      readKey: (arn: string) =>
        isSent ? Promise.reject(new Error("no")) : guarded.ports.reader.readKey(arn),
    };
    expect(endOf(await guarded.revert(finding, { writer, reader }))).toEqual([
      "failed",
      "callFailed",
    ]);
    expect(guarded.told().at(-1)?.remediation.refusedBecause).toBe(
      "TagResource failed with TimeoutError: whether anything was changed cannot be read",
    );
  });

  it("is told where AWS does not show it", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    const writer = { send: async () => "request-1" };
    expect(endOf(await guarded.revert(finding, { writer }))).toEqual(["applied", undefined]);
    const notes = guarded.told().at(-1)?.notes ?? [];
    expect(notes.map(({ code }) => code)).toContain("confirmLater");
  });
});

describe("an approval", () => {
  const approved = async (
    guarded: GuardedAccount,
    finding: Finding,
    more: Parameters<typeof decide>[3] = {},
  ) => {
    const decision = await decide(finding, "approve", guarded.now(), more);
    return takeDecision(decision, guarded.ports);
  };

  it("lets the guardrail make what it would not make by itself", async () => {
    const guarded = await guard({ config: { mode: "approve" } });
    const finding = await guarded.cause(
      kms("RevokeGrant", { KeyId: orders, GrantId: grant.GrantId }),
    );
    expect(finding.remediation.status).toBe("awaitingApproval");
    expect(endOf(await guarded.revert(finding))).toEqual([
      "passed-over",
      "it waits for an approval",
    ]);
    expect(await approved(guarded, finding)).toMatchObject({ outcome: "taken" });
    expect(endOf(await guarded.revert(finding))).toEqual(["verified", undefined]);
    expect(guarded.made).toMatchObject([{ operation: "CreateGrant" }]);
    await hearOwnCalls(guarded);
  });

  it("that expired before the revert began is told, and may be given again", async () => {
    const guarded = await guard({ config: { mode: "approve" } });
    const finding = await guarded.cause(opens);
    await approved(guarded, finding);
    guarded.pass(3_600_000);
    expect(endOf(await guarded.revert(finding))).toEqual(["expired", "approvalExpired"]);
    expect(guarded.made).toEqual([]);
    const again = await approved(guarded, finding, { nonce: "again" });
    expect(again.outcome).toBe("taken");
    expect(endOf(await guarded.revert(finding))).toEqual(["verified", undefined]);
  });

  it.each<Parameters<typeof decide>[3]>([{ by: "mallory" }, { planHash: "0" }, { nonce: "x" }])(
    "that somebody wrote into the ledger counts for nothing: %o",
    async (changed = {}) => {
      const guarded = await guard({ config: { mode: "approve" } });
      const finding = await guarded.cause(opens);
      const decision = await decide(finding, "approve", guarded.now());
      await guarded.ledger.append({
        kind: "decision",
        id: "decision-0001",
        findingId: finding.findingId,
        at: guarded.now(),
        resource: payroll,
        actor: null,
        attributes: [],
        decision: { ...decision, ...changed },
        attributeChanges: [],
        hides: null,
      });
      expect(endOf(await guarded.revert(finding))).toEqual(["refused", "approvalForged"]);
      expect(guarded.made).toEqual([]);
    },
  );

  it("of one finding is none of another", async () => {
    const guarded = await guard({ config: { mode: "approve" } });
    const first = await guarded.cause(opens);
    await approved(guarded, first);
    const second = await guarded.cause(tag("Gamma", orders));
    expect(endOf(await guarded.revert(second))[0]).toBe("passed-over");
  });

  it("that is refused leaves the account alone", async () => {
    const guarded = await guard({ config: { mode: "approve" } });
    const finding = await guarded.cause(opens);
    await takeDecision(await decide(finding, "reject", guarded.now()), guarded.ports);
    expect(endOf(await guarded.revert(finding))[0]).toBe("passed-over");
    expect(guarded.made).toEqual([]);
  });
});

describe("a state that somebody accepted", () => {
  it("is not reverted when it comes back", async () => {
    const guarded = await guard();
    const finding = await guarded.cause(opens);
    await takeDecision(await decide(finding, "accept", guarded.now()), guarded.ports);
    expect(endOf(await guarded.revert(finding))[0]).toBe("passed-over");
    await guarded.hear(guarded.change(tag("Beta")));
    const again = await guarded.cause(opens);
    expect(endOf(await guarded.revert(again))).toEqual(["refused", "accepted"]);
    await guarded.hear(guarded.change(tag("Beta")));
    const other = await guarded
      .cause(kms("UpdateAlias", { AliasName: "alias/tokens", TargetKeyId: tokens }))
      .catch(() => null);
    expect(other).toBeNull();
    expect(guarded.made).toEqual([]);
  });
});
