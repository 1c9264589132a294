import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../src/account/snapshot.ts";
import { DEFAULT_CONFIG, type GuardrailConfig } from "../../../src/guardrail/config/config.ts";
import type { Mode, RemediationCall } from "../../../src/guardrail/finding/finding.ts";
import { createCompiler } from "../../../src/kms/compiler.ts";
import { judgeAndPlan } from "../../../src/remediation/judge-and-plan.ts";
import { ec2, iam, kms } from "./plan-for-event.ts";
import { type RecordOptions, recordOfCall } from "./record-of-call.ts";
import {
  aliasOf,
  delegation,
  endpointId,
  grant,
  makeKey,
  orders,
  payroll,
  policyOf,
  roleArn,
  smallAccount,
  tokens,
  withKeyParts,
} from "./small-account.ts";

interface Options extends RecordOptions {
  readonly on?: Snapshot;
  readonly config?: Partial<GuardrailConfig>;
}

const asGuardrail = { guardrail: { principal: roleArn("guardrail") } };

/** What becomes of an event that changes access. */
function judge(event: RemediationCall, mode: Mode, options: Options = {}) {
  const { on = smallAccount, config, ...record } = options;
  const judged = judgeAndPlan([on], recordOfCall(event, record), {
    config: { ...DEFAULT_CONFIG, ...config, mode },
    compiler: createCompiler(),
  });
  if (judged.outcome !== "finding") throw new Error(`no finding: ${JSON.stringify(judged)}`);
  const { remediation, notes } = judged.finding;
  return { remediation, codes: notes.map(({ code }) => code), snapshots: judged.snapshots };
}

const tag = kms("TagResource", {
  KeyId: payroll,
  Tags: [{ TagKey: "Project", TagValue: "Alpha" }],
});
const untag = kms("TagResource", {
  KeyId: payroll,
  Tags: [{ TagKey: "Project", TagValue: "Beta" }],
});
const putPolicy = (...statements: readonly unknown[]) =>
  kms("PutKeyPolicy", {
    KeyId: payroll,
    PolicyName: "default",
    Policy: JSON.stringify(policyOf(...statements)),
  });
const stranger = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::999999999999:root" },
  Action: "kms:Decrypt",
  Resource: "*",
};

describe("the mode", () => {
  it("observe tells nothing of a revert", () => {
    const { remediation, snapshots } = judge(tag, "observe");
    expect(remediation).toEqual({
      mode: "observe",
      status: "none",
      refusedBecause: null,
      calls: [],
    });
    expect(snapshots[0]).not.toEqual(smallAccount);
  });

  it.each([
    ["alert", "proposed"],
    ["approve", "awaitingApproval"],
    ["enforce", "applied"],
  ] as const)("%s: %s, with the calls", (mode, status) => {
    const { remediation } = judge(tag, mode);
    expect(remediation).toEqual({ mode, status, refusedBecause: null, calls: [untag] });
  });

  it("only enforce leaves the account as it was, the very same", () => {
    expect(judge(tag, "enforce").snapshots[0]).toBe(smallAccount);
    expect(judge(tag, "approve").snapshots[0]).not.toEqual(smallAccount);
  });

  it.each([
    ["alert", "proposed"],
    ["approve", "awaitingApproval"],
    ["enforce", "awaitingApproval"],
  ] as const)("%s: what only nearly comes back is %s", (mode, status) => {
    const revoke = kms("RevokeGrant", { KeyId: orders, GrantId: grant.GrantId });
    const { remediation, codes, snapshots } = judge(revoke, mode);
    expect(remediation).toMatchObject({ status, calls: [{ operation: "CreateGrant" }] });
    expect(codes).toContain("grantIsNew");
    expect(snapshots[0]).not.toEqual(smallAccount);
  });

  it.each([
    ["alert", "proposed"],
    ["approve", "awaitingApproval"],
    ["enforce", "awaitingApproval"],
  ] as const)("%s: where nobody can tell what it did, it is %s", (mode, status) => {
    const on = { ...smallAccount, authorizationDetails: { unreadable: "AccessDenied" } };
    const { remediation, codes } = judge(tag, mode, { on });
    expect(codes).toContain("effectUnknown");
    expect(remediation).toMatchObject({ status, calls: [untag] });
  });

  it("enforce only proposes to undo a change of IAM or a deleted endpoint", () => {
    const attach = iam("PutRolePolicy", {
      RoleName: "app",
      PolicyName: "more",
      PolicyDocument: JSON.stringify(policyOf({ Effect: "Allow", Action: "*", Resource: "*" })),
    });
    expect(judge(attach, "enforce").remediation.status).toBe("proposed");
    const gone = ec2("DeleteVpcEndpoints", { VpcEndpointIds: [endpointId] });
    expect(judge(gone, "enforce").remediation.status).toBe("proposed");
  });

  it("what nothing undoes says why", () => {
    const { remediation, codes } = judge(kms("DeleteKey", {}), "enforce", { keyArn: payroll });
    expect(remediation).toMatchObject({ status: "none", calls: [] });
    expect(codes).toContain("noRevert");
  });

  it("an event that changes no access is left alone", () => {
    const record = recordOfCall(
      kms("TagResource", { KeyId: payroll, Tags: [{ TagKey: "Cost", TagValue: "1" }] }),
    );
    const options = {
      config: { ...DEFAULT_CONFIG, mode: "enforce" as const },
      compiler: createCompiler(),
    };
    const judged = judgeAndPlan([smallAccount], record, options);
    expect(judged.outcome).toBe("silent");
    expect(judgeAndPlan([smallAccount], { no: "record" }, options).outcome).toBe("refused");
  });
});

describe("a revert is refused", () => {
  const refused = (event: RemediationCall, options: Options = {}) => {
    const { remediation, codes, snapshots } = judge(event, "enforce", options);
    expect(remediation.status).toBe("refused");
    expect(snapshots[0]).not.toEqual(options.on ?? smallAccount);
    return { why: remediation.refusedBecause, calls: remediation.calls, codes };
  };

  it("when the guardrail's principal may not make the call; a person may", () => {
    const { why, calls } = refused(tag, { config: { guardrail: { principal: roleArn("app") } } });
    expect(why).toBe(
      `\`${roleArn("app")}\` may not be allowed kms:TagResource on \`${payroll}\`: implicitDeny by identity-policy`,
    );
    expect(calls).toEqual([untag]);
  });

  it("when nobody can tell whether the principal may", () => {
    const on: Snapshot = { ...smallAccount, organization: { unreadable: "AccessDenied" } };
    expect(refused(tag, { on, config: asGuardrail }).why).toContain("it depends on");
  });

  it("but not when it may: alias operations on both sides, each call at its place", () => {
    for (const event of [
      tag,
      kms("UpdateAlias", { AliasName: "alias/payroll", TargetKeyId: orders }),
      kms("DeleteAlias", { AliasName: "alias/payroll" }),
      kms("CreateAlias", { AliasName: "alias/payroll", TargetKeyId: tokens }),
      kms("ScheduleKeyDeletion", { KeyId: payroll }),
      putPolicy(delegation, stranger),
    ]) {
      const { remediation, snapshots } = judge(event, "enforce", { config: asGuardrail });
      expect(remediation).toMatchObject({ status: "applied", refusedBecause: null });
      expect(snapshots[0]).toBe(smallAccount);
    }
  });

  it("when the former key policy leaves nobody who could change it", () => {
    const on = withKeyParts(payroll, { policy: policyOf(stranger) });
    const { why, calls } = refused(putPolicy(delegation), { on });
    expect(why).toContain("nobody in the account could change the key policy");
    expect(calls).toEqual([]);
  });

  it("when the former key policy leaves out the guardrail", () => {
    const admin = { ...delegation, Principal: { AWS: roleArn("admin") } };
    const on = withKeyParts(payroll, { policy: policyOf(admin) });
    const { why, calls } = refused(putPolicy(delegation), { on, config: asGuardrail });
    expect(why).toContain(`\`${roleArn("guardrail")}\` could not change the key policy`);
    expect(calls).toEqual([]);
  });

  it("when the former key policy cannot be stored any more; a repaired one is proposed", () => {
    const orphan = { ...stranger, Principal: { AWS: "AROAEXAMPLEEXAMPLE" } };
    const on = withKeyParts(payroll, { policy: policyOf(delegation, orphan) });
    const { why, calls, codes } = refused(putPolicy(delegation, stranger), { on });
    expect(why).toBe(
      "KMS would refuse the former key policy: statement 1: the principal `AROAEXAMPLEEXAMPLE` is not there any more",
    );
    expect(calls).toEqual([putPolicy(delegation)]);
    expect(codes).toContain("repairedPolicy");
    expect(codes).not.toContain("repairChangesAccess");
  });

  it("when the repaired document decides otherwise, saying so", () => {
    const named = { ...stranger, Resource: payroll };
    const on = withKeyParts(payroll, { policy: policyOf(delegation, named) });
    const { calls, codes } = refused(putPolicy(delegation), { on });
    expect(calls).toEqual([putPolicy(delegation, stranger)]);
    expect(codes).toContain("repairChangesAccess");
  });

  it("when no document that can be stored says the same", () => {
    const byTag = { ...stranger, Condition: { StringEquals: { "aws:ResourceTag/A": "b" } } };
    const on = withKeyParts(payroll, { policy: policyOf(delegation, byTag) });
    expect(refused(putPolicy(delegation, stranger), { on }).calls).toEqual([]);
  });

  it("when it names a role that is gone", () => {
    const gone = { ...stranger, Principal: { AWS: roleArn("gone") } };
    const on = withKeyParts(payroll, { policy: policyOf(delegation, gone) });
    expect(refused(putPolicy(delegation, stranger), { on }).why).toContain(
      "the principal `arn:aws:iam::111122223333:role/gone` is not there any more",
    );
  });

  it("when the former endpoint policy is too long", () => {
    const PolicyDocument = JSON.stringify(policyOf({ ...stranger, Sid: "x".repeat(20_480) }));
    const vpcEndpoints = (smallAccount.vpcEndpoints as readonly { VpcEndpointId: string }[]).map(
      (endpoint) => ({ ...endpoint, PolicyDocument }),
    );
    const event = ec2("ModifyVpcEndpoint", { VpcEndpointId: endpointId, ResetPolicy: true });
    const { why, calls } = refused(event, { on: { ...smallAccount, vpcEndpoints } });
    expect(why).toContain("EC2 would refuse the former endpoint policy");
    expect(calls).toEqual([]);
  });

  it("when only AWS sets a tag that went", () => {
    const on = withKeyParts(orders, {
      tags: [
        { TagKey: "Project", TagValue: "Alpha" },
        { TagKey: "aws:cloudformation:stack-name", TagValue: "orders" },
      ],
    });
    const event = kms("UntagResource", {
      KeyId: orders,
      TagKeys: ["Project", "aws:cloudformation:stack-name"],
    });
    expect(refused(event, { on }).why).toContain("only AWS sets the tags");
  });

  it("when the key's state does not let the call through", () => {
    const { metadata } = makeKey(payroll, { state: "PendingDeletion" });
    const on = withKeyParts(payroll, { metadata });
    const { why, calls } = refused(tag, { on });
    expect(why).toContain("KMS refuses TagResource");
    expect(calls).toEqual([]);
  });

  it("when it would not bring back the access of before", () => {
    const foreign = { ...grant, IssuingAccount: "arn:aws:iam::999999999999:root" };
    const on = withKeyParts(orders, { grants: [foreign] });
    const revoke = kms("RevokeGrant", { KeyId: orders, GrantId: grant.GrantId });
    const { remediation } = judge(revoke, "approve", { on });
    expect(remediation.status).toBe("refused");
    expect(remediation.refusedBecause).toContain("the revert would leave access");
    expect(remediation.calls).toEqual([]);
  });

  it("also in alert, so that nobody takes it for possible", () => {
    const on = withKeyParts(payroll, { policy: policyOf(stranger) });
    expect(judge(putPolicy(delegation), "alert", { on }).remediation.status).toBe("refused");
  });
});

describe("without a principal a caller that may is assumed", () => {
  it("also where nobody is left who may, and then it says so", () => {
    const nobody = { ...stranger, Principal: { AWS: roleArn("app") } };
    const { remediation, codes, snapshots } = judge(putPolicy(nobody), "enforce");
    expect(remediation.status).toBe("applied");
    expect(codes).toContain("callerAssumed");
    expect(snapshots[0]).toBe(smallAccount);
  });

  it("with one, the lockout is told", () => {
    const nobody = { ...stranger, Principal: { AWS: roleArn("app") } };
    const { remediation } = judge(putPolicy(nobody), "enforce", { config: asGuardrail });
    expect(remediation.status).toBe("refused");
    expect(remediation.refusedBecause).toContain("kms:PutKeyPolicy");
  });
});

describe("an alias with dates of its own", () => {
  it("comes back as it was recorded", () => {
    const dated = { ...aliasOf("alias/payroll", payroll), CreationDate: "2024-01-01T00:00:00Z" };
    const on = withKeyParts(payroll, { aliases: [dated] });
    const { snapshots } = judge(kms("DeleteAlias", { AliasName: "alias/payroll" }), "enforce", {
      on,
    });
    expect(snapshots[0]).toBe(on);
  });
});
