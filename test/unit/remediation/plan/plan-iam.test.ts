import { describe, expect, it } from "vitest";
import type { AuthorizationDetails, Snapshot } from "../../../../src/account/snapshot.ts";
import type { RemediationCall } from "../../../../src/guardrail/finding/finding.ts";
import { iam, planForEvent } from "../plan-for-event.ts";
import { account, makeRole, policyOf, smallAccount } from "../small-account.ts";

const document = policyOf({ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" });
const text = JSON.stringify(document);
const policyArn = `arn:aws:iam::${account}:policy/team/Use`;
const boundary = `arn:aws:iam::${account}:policy/Boundary`;

const details: AuthorizationDetails = {
  UserDetailList: [
    {
      UserName: "alice",
      Arn: `arn:aws:iam::${account}:user/alice`,
      UserPolicyList: [],
      GroupList: ["Finance"],
      AttachedManagedPolicies: [],
      Tags: [{ Key: "Team", Value: "a" }],
    },
  ],
  GroupDetailList: [
    {
      GroupName: "Finance",
      Arn: `arn:aws:iam::${account}:group/Finance`,
      GroupPolicyList: [{ PolicyName: "use", PolicyDocument: encodeURIComponent(text) }],
      AttachedManagedPolicies: [{ PolicyArn: policyArn }],
    },
  ],
  RoleDetailList: [
    {
      ...makeRole("app", document.Statement[0]),
      AssumeRolePolicyDocument: document,
      PermissionsBoundary: { PermissionsBoundaryArn: boundary },
    },
    makeRole("bare"),
  ],
  Policies: [
    {
      PolicyName: "Use",
      Arn: policyArn,
      DefaultVersionId: "v1",
      PolicyVersionList: [
        { VersionId: "v1", IsDefaultVersion: true, Document: document },
        { VersionId: "v2", IsDefaultVersion: false, Document: policyOf() },
      ],
    },
  ],
};

const on: Snapshot = { ...smallAccount, authorizationDetails: details };

const proposed: readonly [RemediationCall, readonly RemediationCall[]][] = [
  [
    iam("PutRolePolicy", { RoleName: "app", PolicyName: "new", PolicyDocument: text }),
    [iam("DeleteRolePolicy", { RoleName: "app", PolicyName: "new" })],
  ],
  [
    iam("PutRolePolicy", {
      RoleName: "app",
      PolicyName: "own",
      PolicyDocument: '{"Statement":[]}',
    }),
    [iam("PutRolePolicy", { RoleName: "app", PolicyName: "own", PolicyDocument: text })],
  ],
  [
    iam("DeleteGroupPolicy", { GroupName: "Finance", PolicyName: "use" }),
    [iam("PutGroupPolicy", { GroupName: "Finance", PolicyName: "use", PolicyDocument: text })],
  ],
  [
    iam("AttachUserPolicy", { UserName: "alice", PolicyArn: policyArn }),
    [iam("DetachUserPolicy", { UserName: "alice", PolicyArn: policyArn })],
  ],
  [
    iam("DetachGroupPolicy", { GroupName: "Finance", PolicyArn: policyArn }),
    [iam("AttachGroupPolicy", { GroupName: "Finance", PolicyArn: policyArn })],
  ],
  [
    iam("DeleteRolePermissionsBoundary", { RoleName: "app" }),
    [iam("PutRolePermissionsBoundary", { RoleName: "app", PermissionsBoundary: boundary })],
  ],
  [
    iam("PutRolePermissionsBoundary", { RoleName: "bare", PermissionsBoundary: boundary }),
    [iam("DeleteRolePermissionsBoundary", { RoleName: "bare" })],
  ],
  [
    iam("AddUserToGroup", { UserName: "alice", GroupName: "Admins" }),
    [iam("RemoveUserFromGroup", { UserName: "alice", GroupName: "Admins" })],
  ],
  [
    iam("RemoveUserFromGroup", { UserName: "alice", GroupName: "Finance" }),
    [iam("AddUserToGroup", { UserName: "alice", GroupName: "Finance" })],
  ],
  [
    iam("TagUser", {
      UserName: "alice",
      Tags: [
        { Key: "team", Value: "b" },
        { Key: "New", Value: "c" },
      ],
    }),
    [
      iam("TagUser", { UserName: "alice", Tags: [{ Key: "Team", Value: "a" }] }),
      iam("UntagUser", { UserName: "alice", TagKeys: ["New"] }),
    ],
  ],
  [
    iam("UntagUser", { UserName: "alice", TagKeys: ["team"] }),
    [iam("TagUser", { UserName: "alice", Tags: [{ Key: "Team", Value: "a" }] })],
  ],
  [
    iam("UpdateAssumeRolePolicy", { RoleName: "app", PolicyDocument: '{"Statement":[]}' }),
    [iam("UpdateAssumeRolePolicy", { RoleName: "app", PolicyDocument: text })],
  ],
  [
    iam("CreatePolicyVersion", { PolicyArn: policyArn, PolicyDocument: text, SetAsDefault: true }),
    [
      iam("SetDefaultPolicyVersion", { PolicyArn: policyArn, VersionId: "v1" }),
      iam("DeletePolicyVersion", { PolicyArn: policyArn, VersionId: "v3" }),
    ],
  ],
  [
    iam("CreatePolicyVersion", { PolicyArn: policyArn, PolicyDocument: text }),
    [iam("DeletePolicyVersion", { PolicyArn: policyArn, VersionId: "v3" })],
  ],
  [
    iam("SetDefaultPolicyVersion", { PolicyArn: policyArn, VersionId: "v2" }),
    [iam("SetDefaultPolicyVersion", { PolicyArn: policyArn, VersionId: "v1" })],
  ],
  [
    iam("DeletePolicyVersion", { PolicyArn: policyArn, VersionId: "v1" }),
    [
      iam("CreatePolicyVersion", {
        PolicyArn: policyArn,
        PolicyDocument: text,
        SetAsDefault: false,
      }),
    ],
  ],
  [
    iam("DeletePolicy", { PolicyArn: policyArn }),
    [iam("CreatePolicy", { PolicyName: "Use", Path: "/team/", PolicyDocument: text })],
  ],
];

describe("a change of IAM", () => {
  it.each(proposed)("%o is proposed to be undone", (event, calls) => {
    const plan = planForEvent(event, { on });
    expect(plan).toMatchObject({ level: "proposal", notes: [{ code: "iamByPerson" }] });
    expect(plan.calls).toEqual(calls);
  });

  it.each([
    ["CreateRole", "role", "DeleteRole", { RoleName: "fresh" }],
    ["CreateUser", "user", "DeleteUser", { UserName: "fresh" }],
  ])("%s is proposed to be deleted", (operation, type, undo, input) => {
    const arn = `arn:aws:iam::${account}:${type}/fresh`;
    const plan = planForEvent(iam(operation, input), {
      on,
      response: { [type]: { arn, [`${type}Name`]: "fresh" } },
    });
    expect(plan.calls).toEqual([iam(undo, input)]);
  });

  it("a deleted role does not come back", () => {
    const plan = planForEvent(iam("DeleteRole", { RoleName: "app" }), { on });
    expect(plan.notes[0]?.text).toContain("another principal, with another unique id");
  });

  it("an inventory that nobody could read tells no inverse", () => {
    const blind = { ...smallAccount, authorizationDetails: { unreadable: "AccessDenied" } };
    const event = iam("DeleteRolePolicy", { RoleName: "app", PolicyName: "own" });
    expect(planForEvent(event, { on: blind }).level).toBe("none");
  });
});
