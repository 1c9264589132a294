import { describe, expect, it } from "vitest";
import { applyChange } from "../../../../src/account/apply/apply-change.ts";
import { attributeChanges } from "../../../../src/account/attributes/attribute-changes.ts";
import type { Change } from "../../../../src/account/change.ts";
import type { Snapshot } from "../../../../src/account/snapshot.ts";
import { beforeEvent } from "../../../../src/aws/state/before-event.ts";
import { unrecorded } from "../../../../src/aws/state/unrecorded.ts";
import type { TrailEvent } from "../../../../src/cloudtrail/trail-event.ts";

const keyArn = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const policyArn = "arn:aws:iam::111122223333:policy/use-keys";

const user = { UserName: "ana", Arn: "arn:aws:iam::111122223333:user/ana" };
const role = { RoleName: "app", Arn: "arn:aws:iam::111122223333:role/app" };
const group = { GroupName: "devs", Arn: "arn:aws:iam::111122223333:group/devs" };

const live: Snapshot = {
  schemaVersion: 1,
  account: "111122223333",
  region: "us-west-2",
  partition: "aws",
  keys: [
    {
      metadata: { Arn: keyArn, KeyState: "Disabled", Enabled: false, MultiRegion: false },
      policy: '{"Version":"2012-10-17","Statement":[]}',
      tags: [{ TagKey: "Project", TagValue: "Alpha" }],
      aliases: [{ AliasName: "alias/payroll" }, { AliasName: "alias/other" }],
      grants: [{ GrantId: "g1" }, { GrantId: "g2" }],
    },
  ],
  vpcEndpoints: [
    { VpcEndpointId: "vpce-kms", ServiceName: "com.amazonaws.us-west-2.kms", PolicyDocument: "{}" },
    { VpcEndpointId: "vpce-s3", ServiceName: "com.amazonaws.us-west-2.s3", PolicyDocument: "{}" },
    { VpcEndpointId: "vpce-gone", State: "deleted", PolicyDocument: "{}" },
  ],
  authorizationDetails: {
    UserDetailList: [user],
    RoleDetailList: [role],
    GroupDetailList: [group],
    Policies: [
      {
        Arn: policyArn,
        DefaultVersionId: "v2",
        PolicyVersionList: [{ VersionId: "v2", IsDefaultVersion: true, Document: "{}" }],
      },
    ],
  },
};

const [key] = live.keys as NonNullable<Extract<Snapshot["keys"], readonly unknown[]>>;
const event = (eventName: string) => ({ eventName }) as TrailEvent;
const beforeChange = (change: Change, eventName = "") =>
  beforeEvent(live, event(eventName), [change]);
const keyBefore = (change: Change, eventName?: string) => {
  const { keys } = beforeChange(change, eventName);
  return Array.isArray(keys) ? keys[0] : keys;
};

describe("a key before an event", () => {
  it.each([
    ["tags", { kind: "key-tags-set", keyArn, tags: [] }],
    ["tags", { kind: "key-tags-removed", keyArn, tagKeys: [] }],
    ["policy", { kind: "key-policy-put", keyArn, policy: "{}" }],
    ["aliases", { kind: "alias-set", aliasName: "alias/payroll", targetKeyArn: keyArn }],
    ["grants", { kind: "grant-removed", keyArn, grantId: "g1" }],
    ["grants", { kind: "grant-created", keyArn, grant: { GrantId: "g1", Name: "once" } }],
  ] as const)("has %s that nobody recorded, of $kind", (part, change) => {
    expect(keyBefore(change)).toEqual({ ...key, [part]: unrecorded });
  });

  it("was in a state that nobody recorded", () => {
    const change = { kind: "key-state-set", keyArn, keyState: "Disabled" } as const;
    const metadata = { Arn: keyArn, MultiRegion: false };
    expect(keyBefore(change)).toEqual({ ...key, metadata });
  });

  it("did not hold an alias that was created", () => {
    const change = { kind: "alias-set", aliasName: "alias/payroll", targetKeyArn: keyArn } as const;
    const aliases = [{ AliasName: "alias/other" }];
    expect(keyBefore(change, "CreateAlias")).toEqual({ ...key, aliases });
  });

  it("did not have a grant that was created without a name", () => {
    const change = { kind: "grant-created", keyArn, grant: { GrantId: "g1" } } as const;
    expect(keyBefore(change)).toEqual({ ...key, grants: [{ GrantId: "g2" }] });
  });

  it("was not there when it was created", () => {
    const metadata = { Arn: keyArn };
    expect(keyBefore({ kind: "key-created", metadata, policy: null, tags: [] })).toBeUndefined();
  });
});

describe("a VPC endpoint before an event", () => {
  const endpoints = (change: Change) => beforeChange(change).vpcEndpoints;
  const [kms, s3, gone] = live.vpcEndpoints as NonNullable<
    Extract<Snapshot["vpcEndpoints"], readonly unknown[]>
  >;

  it("was not there when it was created", () => {
    const change = { kind: "endpoint-created", endpoint: { VpcEndpointId: "vpce-kms" } } as const;
    expect(endpoints(change)).toEqual([s3, gone]);
  });

  it("had a policy that nobody recorded, whatever service it leads to", () => {
    const modified = { kind: "endpoint-modified", policyDocument: "default" } as const;
    const kmsBefore = endpoints({ ...modified, vpcEndpointId: "vpce-kms" });
    expect(kmsBefore).toEqual([{ ...kms, PolicyDocument: unrecorded }, s3, gone]);
    const s3Before = endpoints({ ...modified, vpcEndpointId: "vpce-s3" });
    expect(s3Before).toEqual([kms, { ...s3, PolicyDocument: unrecorded }, gone]);
  });

  it("is as it is read after a change of its network", () => {
    const change = { vpcEndpointId: "vpce-kms", addSubnetIds: ["subnet-1"] } as const;
    expect(endpoints({ kind: "endpoint-modified", ...change })).toEqual(live.vpcEndpoints);
  });

  it("was there when it is still described as deleted", () => {
    const change = { kind: "endpoints-deleted", vpcEndpointIds: ["vpce-gone"] } as const;
    const there = { VpcEndpointId: "vpce-gone", PolicyDocument: "{}" };
    expect(endpoints(change)).toEqual([kms, s3, there]);
  });
});

describe("IAM before an event", () => {
  const ana = { type: "user", name: "Ana" } as const;
  const app = { type: "role", name: "app" } as const;
  const devs = { type: "group", name: "devs" } as const;
  const details = (change: Change) => beforeChange(change).authorizationDetails;

  it.each<[string, Change, object]>([
    [
      "a user's inline policies",
      { kind: "iam-inline-policy-put", identity: ana, policyName: "p", document: "{}" },
      { UserDetailList: [{ ...user, UserPolicyList: unrecorded }] },
    ],
    [
      "a role's inline policies",
      { kind: "iam-inline-policy-deleted", identity: app, policyName: "p" },
      { RoleDetailList: [{ ...role, RolePolicyList: unrecorded }] },
    ],
    [
      "a group's inline policies",
      { kind: "iam-inline-policy-deleted", identity: devs, policyName: "p" },
      { GroupDetailList: [{ ...group, GroupPolicyList: unrecorded }] },
    ],
    [
      "a role's attached policies",
      { kind: "iam-policy-attached", identity: app, policyArn },
      { RoleDetailList: [{ ...role, AttachedManagedPolicies: unrecorded }] },
    ],
    [
      "a user's attached policies",
      { kind: "iam-policy-detached", identity: ana, policyArn },
      { UserDetailList: [{ ...user, AttachedManagedPolicies: unrecorded }] },
    ],
    [
      "a boundary",
      { kind: "iam-boundary-set", identity: app, policyArn: null },
      { RoleDetailList: [{ ...role, PermissionsBoundary: unrecorded }] },
    ],
    [
      "a user's groups",
      { kind: "iam-group-membership", userName: "ana", groupName: "devs", member: true },
      { UserDetailList: [{ ...user, GroupList: unrecorded }] },
    ],
    [
      "a role's tags",
      { kind: "iam-tags-set", identity: app, tags: [] },
      { RoleDetailList: [{ ...role, Tags: unrecorded }] },
    ],
    [
      "a user's tags",
      { kind: "iam-tags-removed", identity: ana, tagKeys: [] },
      { UserDetailList: [{ ...user, Tags: unrecorded }] },
    ],
    [
      "the version in force",
      { kind: "iam-policy-default-version-set", arn: policyArn, versionId: "v2" },
      { Policies: [{ Arn: policyArn, PolicyVersionList: unrecorded }] },
    ],
    [
      "the version in force",
      {
        kind: "iam-policy-version-created",
        arn: policyArn,
        versionId: "v2",
        document: "{}",
        setAsDefault: true,
      },
      { Policies: [{ Arn: policyArn, PolicyVersionList: unrecorded }] },
    ],
  ])("had %s that nobody recorded", (_, change, different) => {
    expect(details(change)).toEqual({ ...live.authorizationDetails, ...different });
  });

  it.each<[string, Change, object]>([
    [
      "user",
      { kind: "iam-identity-created", identity: ana, arn: user.Arn },
      { UserDetailList: [] },
    ],
    [
      "role",
      { kind: "iam-identity-created", identity: app, arn: role.Arn },
      { RoleDetailList: [] },
    ],
    [
      "group",
      { kind: "iam-identity-created", identity: devs, arn: group.Arn },
      { GroupDetailList: [] },
    ],
    [
      "policy",
      {
        kind: "iam-policy-created",
        arn: policyArn,
        policyName: "use-keys",
        document: "{}",
        versionId: "v1",
      },
      { Policies: [] },
    ],
  ])("did not have a %s that was created", (_, change, different) => {
    expect(details(change)).toEqual({ ...live.authorizationDetails, ...different });
  });

  it.each<Change>([
    { kind: "iam-trust-policy-put", roleName: "app", document: "{}" },
    { kind: "iam-policy-version-deleted", arn: policyArn, versionId: "v1" },
    { kind: "iam-identity-deleted", identity: { type: "user", name: "gone" } },
    { kind: "iam-policy-deleted", arn: `${policyArn}-gone` },
    {
      kind: "iam-policy-version-created",
      arn: policyArn,
      versionId: "v3",
      document: "{}",
      setAsDefault: false,
    },
  ])("is as it is read, of $kind", (change) => {
    expect(beforeChange(change)).toBe(live);
  });
});

describe("what cannot be read", () => {
  it("stays so", () => {
    const refused = { unreadable: "AccessDeniedException" };
    const blind: Snapshot = {
      ...live,
      keys: [
        {
          metadata: { Arn: keyArn },
          policy: refused,
          tags: refused,
          aliases: refused,
          grants: refused,
        },
      ],
      vpcEndpoints: refused,
      authorizationDetails: refused,
    };
    const changes: readonly Change[] = [
      { kind: "alias-set", aliasName: "alias/payroll", targetKeyArn: keyArn },
      { kind: "grant-created", keyArn, grant: { GrantId: "g1" } },
      { kind: "endpoint-created", endpoint: { VpcEndpointId: "vpce-kms" } },
      {
        kind: "iam-identity-created",
        identity: { type: "role", name: "app" },
        arn: role.Arn,
      },
    ];
    expect(beforeEvent(blind, event("CreateAlias"), changes)).toEqual(blind);
  });
});

describe("the attributes of an event", () => {
  it.each<[string, Change]>([
    ["tag", { kind: "key-tags-set", keyArn, tags: [{ TagKey: "Project", TagValue: "Alpha" }] }],
    ["policy", { kind: "key-policy-put", keyArn, policy: "{}" }],
    ["state", { kind: "key-state-set", keyArn, keyState: "Disabled" }],
    ["alias", { kind: "alias-set", aliasName: "alias/payroll", targetKeyArn: keyArn }],
    ["grant", { kind: "grant-removed", keyArn, grantId: "g3" }],
    [
      "endpoint policy",
      { kind: "endpoint-modified", vpcEndpointId: "vpce-kms", policyDocument: "default" },
    ],
    ["deleted endpoint", { kind: "endpoints-deleted", vpcEndpointIds: ["vpce-unknown"] }],
    ["deleted role", { kind: "iam-identity-deleted", identity: { type: "role", name: "gone" } }],
  ])("tell that the %s before is unknown", (_, change) => {
    const snapshot = beforeChange(change);
    const told = attributeChanges(snapshot, applyChange(snapshot, change), change);
    expect(told.length).toBeGreaterThan(0);
    for (const attribute of told) {
      expect(attribute.before).toEqual({ unknown: expect.any(String) });
    }
  });
});
