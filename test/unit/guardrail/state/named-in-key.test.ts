import { describe, expect, it } from "vitest";
import type { Snapshot, SnapshotKey } from "../../../../src/account/snapshot.ts";
import { changesWhomOthersName } from "../../../../src/guardrail/state/named-in-key.ts";
import {
  delegation,
  grant,
  orders,
  payroll,
  policyOf,
  roleArn,
  smallAccount,
  withKeyParts,
} from "../../remediation/small-account.ts";

const stranger = "arn:aws:iam::999988887777:role/stranger";
const allowing = (more: object): Snapshot =>
  withKeyParts(payroll, {
    policy: policyOf(delegation, {
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: "*",
      ...more,
    }),
  });
const granting = (parts: Partial<NonNullable<typeof grant>>): Snapshot =>
  withKeyParts(orders, { grants: [grant, { ...grant, GrantId: "second", ...parts }] });

describe("a change within a key", () => {
  it.each<[string, Snapshot, readonly string[], boolean]>([
    ["a tag", withKeyParts(payroll, { tags: [] }), [payroll], false],
    [
      "another role of the account",
      allowing({ Principal: { AWS: roleArn("app") } }),
      [payroll],
      false,
    ],
    ["a stranger", allowing({ Principal: { AWS: [roleArn("app"), stranger] } }), [payroll], true],
    ["a stranger in NotPrincipal", allowing({ NotPrincipal: { AWS: stranger } }), [payroll], true],
    [
      "a network",
      allowing({
        Principal: { AWS: roleArn("app") },
        Condition: { StringEquals: { "aws:SourceVpce": "vpce-0123" } },
      }),
      [payroll],
      true,
    ],
    ["a service", allowing({ Principal: { Service: "sns.amazonaws.com" } }), [payroll], true],
    [
      "a role that is not there",
      allowing({ Principal: { AWS: roleArn("gone") } }),
      [payroll],
      true,
    ],
    ["a stranger in another key", allowing({ Principal: { AWS: stranger } }), [orders], false],
    ["a policy that nobody can read", withKeyParts(payroll, { policy: "{" }), [payroll], true],
    [
      "grants that nobody can read",
      withKeyParts(orders, { grants: { unreadable: "AccessDenied" } }),
      [orders],
      true,
    ],
    [
      "a grant to a role of the account",
      granting({ GranteePrincipal: roleArn("app") }),
      [orders],
      false,
    ],
    ["a grant to a stranger", granting({ GranteePrincipal: stranger }), [orders], true],
    ["a stranger who may retire", granting({ RetiringPrincipal: stranger }), [orders], true],
  ])("may matter to other keys by whom it names: %s", (_, after, arns, expected) => {
    expect(changesWhomOthersName(arns, smallAccount, after)).toBe(expected);
    expect(changesWhomOthersName(arns, after, smallAccount)).toBe(expected);
  });

  it("may matter to all where the key is not known", () => {
    const nothing: Snapshot = { ...smallAccount, keys: [] as readonly SnapshotKey[] };
    expect(changesWhomOthersName([payroll], nothing, smallAccount)).toBe(true);
  });
});
