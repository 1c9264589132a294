import { describe, expect, it } from "vitest";
import type {
  AuthorizationDetails,
  GroupDetail,
  ManagedPolicyDetail,
  RoleDetail,
  UserDetail,
} from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { compileDirectory, isServiceLinked } from "../../../../src/kms/directory/iam-directory.ts";
import type { LayerPolicy } from "../../../../src/kms/layer-policy.ts";

const arn = (name: string) => `arn:aws:iam::111122223333:${name}`;
const PolicyDocument = { Statement: { Effect: "Allow", Action: "kms:*", Resource: "*" } };
const unreadable = { unreadable: "AccessDenied" };

const managed = (name: string, more: Partial<ManagedPolicyDetail> = {}): ManagedPolicyDetail => ({
  Arn: arn(`policy/${name}`),
  DefaultVersionId: "v1",
  PolicyVersionList: [{ VersionId: "v1", IsDefaultVersion: true, Document: PolicyDocument }],
  ...more,
});
const details: Partial<AuthorizationDetails> = {
  GroupDetailList: [
    {
      GroupName: "readers",
      Arn: arn("group/readers"),
      GroupPolicyList: [{ PolicyName: "read", PolicyDocument }],
      AttachedManagedPolicies: [{ PolicyArn: arn("policy/use") }],
    },
    {
      GroupName: "unread",
      Arn: arn("group/unread"),
      GroupPolicyList: unreadable,
      AttachedManagedPolicies: unreadable,
    } as GroupDetail,
  ],
  Policies: [
    managed("use"),
    managed("unread", { PolicyVersionList: unreadable }),
    managed("empty", { PolicyVersionList: [] }),
    managed("untold", { PolicyVersionList: [{ VersionId: "v1", IsDefaultVersion: true }] }),
  ],
};

/** A policy as its name, the group that it comes from, and why its document is not known. */
const told = ({ layer, policy, from, compiled }: LayerPolicy): string =>
  [
    `${layer} ${policy}`,
    from === undefined ? "" : ` from ${from}`,
    "unreadable" in compiled ? `: ${compiled.unreadable}` : "",
  ].join("");

function compileUser(user: Partial<UserDetail>) {
  const UserDetailList = [{ UserName: "alice", Arn: arn("user/alice"), ...user }];
  const { byArn } = compileDirectory({ ...details, UserDetailList }, createCompiler());
  return byArn.get(arn("user/alice"));
}

function compileRole(role: Partial<RoleDetail>) {
  const RoleDetailList = [{ RoleName: "app", Arn: arn("role/team/app"), ...role }];
  return compileDirectory({ ...details, RoleDetailList }, createCompiler());
}

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
describe("the policies of a user", () => {
  it.each<readonly [what: string, user: Partial<UserDetail>, policies: readonly string[]]>([
    ["none", {}, []],
    ["inline", { UserPolicyList: [{ PolicyName: "own", PolicyDocument }] }, ["own"]],
    [
      "attached",
      { AttachedManagedPolicies: [{ PolicyArn: arn("policy/use") }] },
      [arn("policy/use")],
    ],
    [
      "of groups",
      { GroupList: ["readers"] },
      ["read from readers", `${arn("policy/use")} from readers`],
    ],
    [
      "of a group that is not listed",
      { GroupList: ["gone"] },
      ["the group `gone` from gone: it is not in the account's inventory"],
    ],
    [
      "of a group that could not be read",
      { GroupList: ["unread"] },
      [
        "the inline policies of the group `unread` from unread: AccessDenied",
        "the attached policies of the group `unread` from unread: AccessDenied",
      ],
    ],
    [
      "that could not be read",
      {
        UserPolicyList: unreadable,
        AttachedManagedPolicies: unreadable,
        GroupList: unreadable,
      } as Partial<UserDetail>,
      [
        "the user's inline policies: AccessDenied",
        "the user's attached policies: AccessDenied",
        "the user's groups: AccessDenied",
      ],
    ],
    [
      "whose documents are not known",
      {
        AttachedManagedPolicies: ["gone", "unread", "empty", "untold"].map((name) => ({
          PolicyArn: arn(`policy/${name}`),
        })),
      },
      [
        `${arn("policy/gone")}: its document is not in the account's inventory`,
        `${arn("policy/unread")}: AccessDenied`,
        `${arn("policy/empty")}: its default version is not in the account's inventory`,
        `${arn("policy/untold")}: its default version is not in the account's inventory`,
      ],
    ],
  ])("%s", (_, user, policies) => {
    const compiled = compileUser(user);
    expect(compiled).toMatchObject({ kind: "user", name: "alice", boundary: null });
    expect(compiled?.policies.map(told)).toEqual(policies.map((one) => `identity-policy ${one}`));
  });

  it.each<readonly [boundary: UserDetail["PermissionsBoundary"], expected: string | null]>([
    [undefined, null],
    [null as unknown as undefined, null],
    [{ PermissionsBoundaryArn: arn("policy/use") }, arn("policy/use")],
    [
      { PermissionsBoundaryArn: arn("policy/gone") },
      `${arn("policy/gone")}: its document is not in the account's inventory`,
    ],
    [unreadable, "permissions-boundary: AccessDenied"],
  ])("bounded by %j", (PermissionsBoundary, expected) => {
    const boundary = compileUser(
      PermissionsBoundary === undefined ? {} : { PermissionsBoundary },
    )?.boundary;
    expect(boundary ? told(boundary) : null).toBe(
      expected === null ? null : `permissions-boundary ${expected}`,
    );
  });
});

describe("the policies of a role", () => {
  it("are its own", () => {
    const { byArn, roleByName } = compileRole({
      RolePolicyList: [{ PolicyName: "own", PolicyDocument }],
      AttachedManagedPolicies: [{ PolicyArn: arn("policy/use") }],
    });
    const role = roleByName.get("app");
    expect(byArn.get(arn("role/team/app"))).toBe(role);
    expect(role).toMatchObject({ kind: "role", name: "app" });
    expect(role?.policies.map(told)).toEqual([
      "identity-policy own",
      `identity-policy ${arn("policy/use")}`,
    ]);
  });

  it("may be unreadable", () => {
    const { roleByName } = compileRole({
      RolePolicyList: unreadable,
      AttachedManagedPolicies: unreadable,
    });
    expect(roleByName.get("app")?.policies.map(told)).toEqual([
      "identity-policy the role's inline policies: AccessDenied",
      "identity-policy the role's attached policies: AccessDenied",
    ]);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
describe("isServiceLinked", () => {
  it.each([
    [arn("role/aws-service-role/mrk.kms.amazonaws.com/AWSServiceRoleForKey"), true],
    [arn("role/aws-service-role"), false],
    [arn("role/team/aws-service-role/app"), false],
    [arn("user/aws-service-role/app"), false],
    ["role/aws-service-role/app", false],
  ])("%s: %j", (role, expected) => {
    expect(isServiceLinked(role)).toBe(expected);
  });
});
