import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../../src/account/snapshot.ts";
import { DEFAULT_CONFIG } from "../../../../src/guardrail/config/config.ts";
import type { RemediationCall } from "../../../../src/guardrail/finding/finding.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { checkPlan } from "../../../../src/remediation/check/check-plan.ts";
import { planRevert } from "../../../../src/remediation/plan/plan-revert.ts";
import type { RevertLevel } from "../../../../src/remediation/plan/revert-plan.ts";
import { ec2, inputOfEvent, kms } from "../plan-for-event.ts";
import {
  delegation,
  makeRole,
  orders,
  payroll,
  policyOf,
  roleArn,
  withKeyParts,
} from "../small-account.ts";

const options = { config: DEFAULT_CONFIG, compiler: createCompiler() };
const tag = (keyArn: string, value: string) =>
  kms("TagResource", { KeyId: keyArn, Tags: [{ TagKey: "Project", TagValue: value }] });
const opens = tag(payroll, "Alpha");
const shuts = tag(orders, "Gamma");

/** What is said against calls as the revert of an event. */
function refusals(
  event: RemediationCall,
  calls: readonly RemediationCall[],
  level: RevertLevel = "automatic",
) {
  return checkPlan({ level, calls, notes: [] }, inputOfEvent(event), options).refusals;
}

describe("a plan that is not the inverse", () => {
  it("leaves what was gained", () => {
    const [refusal] = refusals(opens, [
      kms("UntagResource", { KeyId: payroll, TagKeys: ["Stage"] }),
    ]);
    expect(refusal).toMatchObject({ code: "wouldGrant" });
    expect(refusal?.text).toBe(
      `the revert would leave access gained for role/app: Decrypt on \`${payroll}\` and 1 more`,
    );
  });

  it("leaves what was lost", () => {
    const [refusal] = refusals(shuts, [
      kms("UntagResource", { KeyId: orders, TagKeys: ["Project"] }),
    ]);
    expect(refusal).toMatchObject({ code: "notCancelled" });
  });

  it("gives access that the event did not take", () => {
    const calls = [tag(orders, "Alpha"), tag(payroll, "Alpha")];
    expect(refusals(shuts, calls)).toMatchObject([{ code: "wouldGrant" }]);
  });

  it("takes access that the event did not give", () => {
    const calls = [tag(payroll, "Beta"), tag(orders, "Gamma")];
    expect(refusals(opens, calls)).toMatchObject([{ code: "notCancelled" }]);
  });

  it("cannot be simulated", () => {
    const calls = [ec2("CreateVpcEndpoint", { VpcId: "vpc-1" })];
    expect(refusals(opens, calls)).toMatchObject([{ code: "notCancelled" }]);
    expect(refusals(opens, calls, "proposal")).toEqual([]);
  });

  it("is checked as well where a person decides", () => {
    const calls = [kms("UntagResource", { KeyId: payroll, TagKeys: ["Stage"] })];
    expect(refusals(opens, calls, "approval")).toHaveLength(1);
  });
});

describe("a plan that puts no key policy", () => {
  const onlyAdmin = { ...delegation, Principal: { AWS: roleArn("admin") } };
  const locked = { TagKey: "Locked", TagValue: "yes" };
  const admin = makeRole("admin", {
    Effect: "Deny",
    Action: "kms:PutKeyPolicy",
    Resource: "*",
    Condition: { StringEquals: { "aws:ResourceTag/Locked": "yes" } },
  });
  const on: Snapshot = {
    ...withKeyParts(payroll, { policy: policyOf(onlyAdmin), tags: [locked] }),
    authorizationDetails: { RoleDetailList: [admin] },
  };

  it("does not take the last administrator away, though there was none before", () => {
    const input = inputOfEvent(kms("UntagResource", { KeyId: payroll, TagKeys: ["Locked"] }), {
      on,
    });
    const { refusals: found } = checkPlan(planRevert(input), input, options);
    expect(found).toMatchObject([{ code: "lockout" }]);
  });

  it("is not refused for a lockout that is none of its own", () => {
    const keyless = { ...on, authorizationDetails: { RoleDetailList: [] } };
    const nobody = { ...onlyAdmin, Action: "kms:Decrypt" };
    const keys = withKeyParts(payroll, { policy: policyOf(nobody), tags: [locked] }).keys;
    const input = inputOfEvent(kms("UntagResource", { KeyId: payroll, TagKeys: ["Locked"] }), {
      on: { ...keyless, keys },
    });
    expect(checkPlan(planRevert(input), input, options).refusals).toEqual([]);
  });
});

describe("a plan without calls", () => {
  it("has nothing to refuse", () => {
    const plan = { level: "none", calls: [], notes: [] } as const;
    expect(checkPlan(plan, inputOfEvent(opens), options).refusals).toEqual([]);
  });
});
