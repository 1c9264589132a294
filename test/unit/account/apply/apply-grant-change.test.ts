import { describe, expect, it } from "vitest";
import { applyChange } from "../../../../src/account/apply/apply-change.ts";
import type { GrantChange } from "../../../../src/account/change.ts";
import {
  blind,
  blindArn,
  deepFreeze,
  elsewhereArn,
  orders,
  ordersArn,
  payroll,
  payrollArn,
  sample,
  withSampleKeys,
} from "../sample-snapshot.ts";

deepFreeze(sample);

describe("grant-created", () => {
  const grant = { GrantId: "g2", GranteeServicePrincipal: "ec2.amazonaws.com" };

  it("adds the grant to its key", () => {
    const after = applyChange(sample, { kind: "grant-created", keyArn: ordersArn, grant });
    expect(after).toEqual(withSampleKeys(payroll, { ...orders, grants: [grant] }, blind));
  });

  it.each<[string, GrantChange]>([
    [
      "the grant is there, since CreateGrant with a name may find one",
      { kind: "grant-created", keyArn: payrollArn, grant: { GrantId: "g1", Name: "again" } },
    ],
    ["the grants are unreadable", { kind: "grant-created", keyArn: blindArn, grant }],
    ["the key is not there", { kind: "grant-created", keyArn: elsewhereArn, grant }],
  ])("gives the same snapshot when %s", (_, change) => {
    expect(applyChange(sample, change)).toBe(sample);
  });

  it("does not take grants that the snapshot leaves out for none", () => {
    const bare = withSampleKeys({ metadata: { Arn: payrollArn } });
    expect(applyChange(bare, { kind: "grant-created", keyArn: payrollArn, grant })).toBe(bare);
  });
});

describe("grant-removed", () => {
  it.each([payrollArn, null])("removes the grant of key %s", (keyArn) => {
    const after = applyChange(sample, { kind: "grant-removed", keyArn, grantId: "g1" });
    expect(after).toEqual(withSampleKeys({ ...payroll, grants: [] }, orders, blind));
  });

  it.each([
    [ordersArn, "g1"],
    [payrollArn, "g9"],
    [null, "g9"],
    [blindArn, "g1"],
  ])("gives the same snapshot when key %s has no grant %s", (keyArn, grantId) => {
    expect(applyChange(sample, { kind: "grant-removed", keyArn, grantId })).toBe(sample);
  });
});
