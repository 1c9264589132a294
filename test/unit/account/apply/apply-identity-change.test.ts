import { describe, expect, it } from "vitest";
import { applyChange } from "../../../../src/account/apply/apply-change.ts";
import type { IamChange, IamIdentity } from "../../../../src/account/change.ts";
import type {
  AuthorizationDetails,
  GroupDetail,
  RoleDetail,
  UserDetail,
} from "../../../../src/account/snapshot.ts";
import {
  account,
  authorizationDetails,
  deepFreeze,
  denyPolicy,
  managedArn,
  readPolicy,
  sample,
} from "../sample-snapshot.ts";

deepFreeze(sample);

const alice: IamIdentity = { type: "user", name: "alice" };
const bob: IamIdentity = { type: "user", name: "bob" };
const developers: IamIdentity = { type: "group", name: "developers" };
const app: IamIdentity = { type: "role", name: "app" };
const blind: IamIdentity = { type: "role", name: "blind" };
const stranger: IamIdentity = { type: "role", name: "stranger" };
const denyText = JSON.stringify(denyPolicy);

const [aliceDetail, bobDetail] = authorizationDetails.UserDetailList as readonly [
  UserDetail,
  UserDetail,
];
const [developersDetail] = authorizationDetails.GroupDetailList as readonly [GroupDetail];
const [appDetail, blindDetail] = authorizationDetails.RoleDetailList as readonly [
  RoleDetail,
  RoleDetail,
];

/** Asserts the inventory after a change, and that every list that is not told is shared. */
function expectDetails(change: IamChange, lists: Partial<AuthorizationDetails>) {
  const after = applyChange(sample, change);
  expect(after).toEqual({
    ...sample,
    authorizationDetails: { ...authorizationDetails, ...lists },
  });
  expect(after.keys).toBe(sample.keys);
  const details = after.authorizationDetails as AuthorizationDetails;
  for (const name of ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"] as const) {
    if (!(name in lists)) expect(details[name]).toBe(authorizationDetails[name]);
  }
}

describe("inline policies", () => {
  it("are put over one of the same name", () => {
    expectDetails(
      { kind: "iam-inline-policy-put", identity: app, policyName: "read", document: denyText },
      {
        RoleDetailList: [
          { ...appDetail, RolePolicyList: [{ PolicyName: "read", PolicyDocument: denyText }] },
          blindDetail,
        ],
      },
    );
  });

  it("start a list that the response leaves out, since it leaves out empty ones", () => {
    expectDetails(
      { kind: "iam-inline-policy-put", identity: bob, policyName: "deny", document: denyText },
      {
        UserDetailList: [
          aliceDetail,
          { ...bobDetail, UserPolicyList: [{ PolicyName: "deny", PolicyDocument: denyText }] },
        ],
      },
    );
  });

  it("are unreadable when the event does not tell the document", () => {
    const document = { unreadable: "NotInRecord" };
    expectDetails(
      { kind: "iam-inline-policy-put", identity: developers, policyName: "deny", document },
      {
        GroupDetailList: [
          {
            ...developersDetail,
            GroupPolicyList: [{ PolicyName: "deny", PolicyDocument: document }],
          },
        ],
      },
    );
  });

  it("are deleted", () => {
    expectDetails(
      { kind: "iam-inline-policy-deleted", identity: app, policyName: "read" },
      { RoleDetailList: [{ ...appDetail, RolePolicyList: [] }, blindDetail] },
    );
  });
});

describe("attached policies", () => {
  it("are attached with their name", () => {
    const policyArn = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess";
    expectDetails(
      { kind: "iam-policy-attached", identity: developers, policyArn },
      {
        GroupDetailList: [
          {
            ...developersDetail,
            AttachedManagedPolicies: [{ PolicyName: "ViewOnlyAccess", PolicyArn: policyArn }],
          },
        ],
      },
    );
  });

  it("are detached", () => {
    expectDetails(
      { kind: "iam-policy-detached", identity: app, policyArn: managedArn },
      { RoleDetailList: [{ ...appDetail, AttachedManagedPolicies: [] }, blindDetail] },
    );
  });
});

describe("the permissions boundary", () => {
  const boundary = { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: managedArn };

  it("is set, also where it was not readable", () => {
    expectDetails(
      { kind: "iam-boundary-set", identity: alice, policyArn: managedArn },
      { UserDetailList: [{ ...aliceDetail, PermissionsBoundary: boundary }, bobDetail] },
    );
    expectDetails(
      { kind: "iam-boundary-set", identity: blind, policyArn: managedArn },
      { RoleDetailList: [appDetail, { ...blindDetail, PermissionsBoundary: boundary }] },
    );
  });

  it("is removed", () => {
    const { PermissionsBoundary: _, ...without } = appDetail;
    const change = { kind: "iam-boundary-set", identity: app, policyArn: null } as const;
    expectDetails(change, { RoleDetailList: [without as RoleDetail, blindDetail] });
    const after = applyChange(sample, change).authorizationDetails as AuthorizationDetails;
    expect(Object.keys(after.RoleDetailList?.[0] ?? {})).not.toContain("PermissionsBoundary");
  });
});

describe("group membership", () => {
  it("begins and ends", () => {
    expectDetails(
      { kind: "iam-group-membership", userName: "bob", groupName: "admins", member: true },
      {
        UserDetailList: [aliceDetail, { ...bobDetail, GroupList: ["developers", "admins"] }],
      },
    );
    expectDetails(
      { kind: "iam-group-membership", userName: "alice", groupName: "admins", member: false },
      { UserDetailList: [{ ...aliceDetail, GroupList: ["developers"] }, bobDetail] },
    );
  });
});

describe("principal tags", () => {
  it("overwrite a tag whose key differs in case only", () => {
    const tags = [
      { Key: "department", Value: "hr" },
      { Key: "Team", Value: "a" },
    ];
    expectDetails(
      { kind: "iam-tags-set", identity: app, tags },
      { RoleDetailList: [{ ...appDetail, Tags: tags }, blindDetail] },
    );
  });

  it("are set on a user without any and removed from a role", () => {
    const tags = [{ Key: "Team", Value: "a" }];
    expectDetails(
      { kind: "iam-tags-set", identity: alice, tags },
      { UserDetailList: [{ ...aliceDetail, Tags: tags }, bobDetail] },
    );
    expectDetails(
      { kind: "iam-tags-removed", identity: app, tagKeys: ["Team", "Department"] },
      { RoleDetailList: [{ ...appDetail, Tags: [] }, blindDetail] },
    );
  });
});

describe("the trust policy", () => {
  it("is put", () => {
    expectDetails(
      { kind: "iam-trust-policy-put", roleName: "app", document: denyText },
      { RoleDetailList: [{ ...appDetail, AssumeRolePolicyDocument: denyText }, blindDetail] },
    );
  });
});

describe("a name in another case", () => {
  it("is the same identity, since IAM does not tell names apart by case", () => {
    const change = { kind: "iam-policy-detached", policyArn: managedArn } as const;
    expect(applyChange(sample, { ...change, identity: { type: "role", name: "APP" } })).toEqual(
      applyChange(sample, { ...change, identity: app }),
    );
  });
});

describe("a change that alters nothing", () => {
  const readText = JSON.stringify(readPolicy);

  it.each<[string, IamChange]>([
    [
      "the same inline policy",
      { kind: "iam-inline-policy-put", identity: app, policyName: "read", document: readText },
    ],
    [
      "an inline policy of another name",
      { kind: "iam-inline-policy-deleted", identity: app, policyName: "other" },
    ],
    [
      "an inline policy that goes from a list left out",
      { kind: "iam-inline-policy-deleted", identity: bob, policyName: "other" },
    ],
    ["the same attachment", { kind: "iam-policy-attached", identity: app, policyArn: managedArn }],
    [
      "the same boundary",
      {
        kind: "iam-boundary-set",
        identity: app,
        policyArn: `arn:aws:iam::${account}:policy/boundary`,
      },
    ],
    ["no boundary before", { kind: "iam-boundary-set", identity: bob, policyArn: null }],
    [
      "a boundary of a group",
      { kind: "iam-boundary-set", identity: developers, policyArn: managedArn },
    ],
    [
      "the same membership",
      { kind: "iam-group-membership", userName: "bob", groupName: "developers", member: true },
    ],
    [
      "the same tag",
      {
        kind: "iam-tags-set",
        identity: app,
        tags: [{ Key: "Department", Value: "finance" }],
      },
    ],
    [
      "a tag of a group",
      { kind: "iam-tags-set", identity: developers, tags: [{ Key: "a", Value: "b" }] },
    ],
    [
      "the same trust policy in another form",
      { kind: "iam-trust-policy-put", roleName: "app", document: readText },
    ],
    [
      "an inline policy of an unreadable list",
      { kind: "iam-inline-policy-put", identity: blind, policyName: "a", document: readText },
    ],
    [
      "an attachment of an unreadable list",
      { kind: "iam-policy-attached", identity: blind, policyArn: managedArn },
    ],
    [
      "a tag of an unreadable list",
      { kind: "iam-tags-set", identity: blind, tags: [{ Key: "a", Value: "b" }] },
    ],
    ["an unknown role", { kind: "iam-policy-attached", identity: stranger, policyArn: managedArn }],
    [
      "an unknown user",
      { kind: "iam-group-membership", userName: "eve", groupName: "admins", member: true },
    ],
    ["an unknown role's trust", { kind: "iam-trust-policy-put", roleName: "eve", document: "{}" }],
  ])("gives the same snapshot: %s", (_, change) => {
    expect(applyChange(sample, change)).toBe(sample);
  });

  it.each([undefined, { unreadable: "AccessDenied" }])("or an inventory that is %j", (details) => {
    const { authorizationDetails: _, ...rest } = sample;
    const snapshot = details === undefined ? rest : { ...rest, authorizationDetails: details };
    const changes: IamChange[] = [
      { kind: "iam-policy-attached", identity: app, policyArn: managedArn },
      { kind: "iam-identity-created", identity: alice, arn: aliceDetail.Arn },
      { kind: "iam-policy-deleted", arn: managedArn },
    ];
    for (const change of changes) expect(applyChange(snapshot, change)).toBe(snapshot);
  });
});
