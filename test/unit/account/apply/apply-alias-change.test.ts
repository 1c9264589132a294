import { describe, expect, it } from "vitest";
import { applyChange } from "../../../../src/account/apply/apply-change.ts";
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

const aliasName = "alias/payroll";
const withoutAlias = { ...payroll, aliases: [] };

describe("alias-set", () => {
  it("moves the alias from the key that held it, with its other members", () => {
    const after = applyChange(sample, { kind: "alias-set", aliasName, targetKeyArn: ordersArn });
    const moved = {
      AliasName: aliasName,
      AliasArn: "arn:aws:kms:us-west-2:111122223333:alias/payroll",
      TargetKeyId: "0987dcba-09fe-87dc-65ba-ab0987654321",
      CreationDate: "2026-01-01T00:00:00Z",
    };
    expect(after).toEqual(withSampleKeys(withoutAlias, { ...orders, aliases: [moved] }, blind));
  });

  it("gives a new alias the ARN of the key's own partition", () => {
    const arn = "arn:aws-cn:kms:cn-north-1:111122223333:key/a";
    const snapshot = {
      ...sample,
      region: "cn-north-1",
      partition: "aws-cn",
      keys: [{ metadata: { Arn: arn, KeyId: "a" }, aliases: [] }],
    };
    const after = applyChange(snapshot, {
      kind: "alias-set",
      aliasName: "alias/team/new",
      targetKeyArn: arn,
    });
    expect(after.keys).toEqual([
      {
        metadata: { Arn: arn, KeyId: "a" },
        aliases: [
          {
            AliasName: "alias/team/new",
            AliasArn: "arn:aws-cn:kms:cn-north-1:111122223333:alias/team/new",
            TargetKeyId: "a",
          },
        ],
      },
    ]);
  });

  it("takes the alias off the old key when the new one is not there or unreadable", () => {
    const expected = withSampleKeys(withoutAlias, orders, blind);
    const unknownArn = ordersArn.replace("0987", "ffff");
    for (const targetKeyArn of [unknownArn, blindArn, null]) {
      expect(applyChange(sample, { kind: "alias-set", aliasName, targetKeyArn })).toEqual(expected);
    }
  });

  it("takes a doubled alias off every key but its target", () => {
    const doubled = withSampleKeys(payroll, { ...orders, aliases: payroll.aliases ?? [] });
    const after = applyChange(doubled, { kind: "alias-set", aliasName, targetKeyArn: payrollArn });
    expect(after).toEqual(withSampleKeys(payroll, orders));
  });

  it.each([
    ["the target has it", aliasName, payrollArn],
    ["nothing had the alias that went", "alias/other", null],
    ["the name differs in case", "alias/Payroll", null],
    ["the key is of another Region", aliasName, elsewhereArn],
    ["the key is of another account", aliasName, ordersArn.replace("111122223333", "444455556666")],
  ])("gives the same snapshot when %s", (_, name, targetKeyArn) => {
    expect(applyChange(sample, { kind: "alias-set", aliasName: name, targetKeyArn })).toBe(sample);
  });
});
