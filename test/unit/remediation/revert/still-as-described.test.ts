import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../../src/account/snapshot.ts";
import type { RemediationCall } from "../../../../src/guardrail/finding/finding.ts";
import { stillAsDescribed } from "../../../../src/remediation/revert/still-as-described.ts";
import { ec2, iam, inputOfEvent, kms } from "../plan-for-event.ts";
import {
  account,
  aliasOf,
  delegation,
  endpointId,
  endpointPolicy,
  grant,
  orders,
  payroll,
  place,
  policyOf,
  region,
  roleArn,
  smallAccount,
} from "../small-account.ts";

const events: readonly RemediationCall[] = [
  kms("TagResource", { KeyId: payroll, Tags: [{ TagKey: "Project", TagValue: "Alpha" }] }),
  kms("UntagResource", { KeyId: payroll, TagKeys: ["Project"] }),
  kms("PutKeyPolicy", { KeyId: payroll, Policy: JSON.stringify(policyOf()) }),
  kms("UpdateAlias", { AliasName: "alias/payroll", TargetKeyId: orders }),
  kms("DeleteAlias", { AliasName: "alias/payroll" }),
  kms("RevokeGrant", { KeyId: orders, GrantId: grant.GrantId }),
  kms("CreateGrant", { KeyId: payroll, GranteePrincipal: roleArn("app"), Operations: ["Decrypt"] }),
  kms("DisableKey", { KeyId: payroll }),
  ec2("ModifyVpcEndpoint", {
    VpcEndpointId: endpointId,
    ResetPolicy: true,
    PrivateDnsEnabled: false,
    AddSubnetIds: ["subnet-0a1b2c3d4e5f60009"],
    RemoveSecurityGroupIds: ["sg-0a1b2c3d4e5f60003"],
    AddRouteTableIds: ["rtb-0a1b2c3d4e5f60009"],
  }),
];

/** What an event did, compared with a state that was read later. */
function differences(event: RemediationCall, change: (after: Snapshot) => Snapshot) {
  const input = inputOfEvent(event, { response: { grantId: "g1" } });
  return stillAsDescribed(input.after.map(change), input.after, input.changes, place);
}

const editKey = (arn: string, parts: object) => (snapshot: Snapshot) => ({
  ...snapshot,
  keys: (snapshot.keys as readonly { metadata: { Arn: string } }[]).map((key) =>
    key.metadata.Arn === arn ? { ...key, ...parts } : key,
  ),
});

describe("the live state", () => {
  it.each(events)("is as the finding describes it: %o", (event) => {
    expect(differences(event, (after) => after)).toEqual([]);
    expect(differences(event, (after) => structuredClone(after))).toEqual([]);
  });

  it.each(events)("is not what it was before: %o", (event) => {
    expect(differences(event, () => smallAccount)).not.toEqual([]);
  });

  it.each(events)("is not known: %o", (event) => {
    const unreadable = { unreadable: "AccessDeniedException" };
    const blind = { ...smallAccount, keys: unreadable, vpcEndpoints: unreadable };
    for (const { live } of differences(event, () => blind)) {
      expect(live).toEqual({ unknown: expect.any(String) });
    }
    expect(differences(event, () => blind)).not.toEqual([]);
  });

  it("may differ in what the event did not touch", () => {
    const [tag = iam("none", {})] = events;
    const other = editKey(payroll, {
      tags: [
        { TagKey: "Later", TagValue: "x" },
        { TagKey: "Project", TagValue: "Alpha" },
      ],
      policy: policyOf(),
    });
    expect(differences(tag, other)).toEqual([]);
  });

  it("tells what differs, with both values", () => {
    const [tag = iam("none", {})] = events;
    const later = editKey(payroll, { tags: [{ TagKey: "Project", TagValue: "Gamma" }] });
    expect(differences(tag, later)).toEqual([
      { attribute: "tag:Project", described: "Alpha", live: "Gamma" },
    ]);
  });

  it("tells an alias that moved on", () => {
    const moved = kms("CreateAlias", { AliasName: "alias/new", TargetKeyId: payroll });
    const later = (snapshot: Snapshot) =>
      editKey(payroll, { aliases: [] })(
        editKey(orders, { aliases: [aliasOf("alias/new", orders)] })(snapshot),
      );
    expect(differences(moved, later)).toEqual([
      { attribute: "alias:alias/new", described: payroll, live: orders },
    ]);
  });

  it("compares an endpoint that is gone, and a new one whole", () => {
    const create = ec2("CreateVpcEndpoint", { VpcId: "vpc-1" });
    const vpcEndpoint = {
      vpcEndpointId: "vpce-0b2c3d4e5f6071829",
      serviceName: `com.amazonaws.${region}.kms`,
      policyDocument: endpointPolicy,
    };
    const input = inputOfEvent(create, {
      response: { CreateVpcEndpointResponse: { vpcEndpoint } },
    });
    expect(stillAsDescribed(input.after, input.after, input.changes, place)).toEqual([]);
    const gone = stillAsDescribed([smallAccount], input.after, input.changes, place);
    expect(gone.map(({ attribute }) => attribute)).toContain("endpointPolicy");
  });

  it("of a change that no call reverts is never taken for the same", () => {
    const event = iam("DeleteRolePolicy", { RoleName: "app", PolicyName: "own" });
    expect(differences(event, (after) => after)).toMatchObject([{ attribute: "*" }]);
  });
});

describe("a key policy as AWS gives it back", () => {
  const root = `arn:aws:iam::${account}:root`;
  it.each([
    ["an account id as its root ARN", { AWS: account }, { AWS: root }],
    ["a list of one", { AWS: [root] }, { AWS: root }],
    ["a list in another order", { AWS: [root, roleArn("app")] }, { AWS: [roleArn("app"), root] }],
  ])("is the same: %s", (_, put, got) => {
    const event = kms("PutKeyPolicy", {
      KeyId: payroll,
      Policy: JSON.stringify(policyOf({ ...delegation, Principal: put })),
    });
    const read = editKey(payroll, { policy: { ...policyOf({ ...delegation, Principal: got }) } });
    expect(differences(event, read)).toEqual([]);
  });

  it("is another when its statements are in another order", () => {
    const deny = { ...delegation, Effect: "Deny" };
    const Policy = JSON.stringify(policyOf(delegation, deny));
    const read = editKey(payroll, { policy: policyOf(deny, delegation) });
    expect(differences(kms("PutKeyPolicy", { KeyId: payroll, Policy }), read)).toHaveLength(1);
  });
});
