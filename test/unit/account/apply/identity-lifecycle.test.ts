import { describe, expect, it } from "vitest";
import { applyChange } from "../../../../src/account/apply/apply-change.ts";
import type { IamChange } from "../../../../src/account/change.ts";
import type { AuthorizationDetails } from "../../../../src/account/snapshot.ts";
import {
  account,
  authorizationDetails,
  boundaryArn,
  deepFreeze,
  sample,
} from "../sample-snapshot.ts";

deepFreeze(sample);

const { UserDetailList = [], GroupDetailList = [], RoleDetailList = [] } = authorizationDetails;

function detailsAfter(change: IamChange): AuthorizationDetails {
  return applyChange(sample, change).authorizationDetails as AuthorizationDetails;
}

describe("iam-identity-created", () => {
  it("adds a role with all that the event tells", () => {
    const arn = `arn:aws:iam::${account}:role/team/new`;
    expect(
      detailsAfter({
        kind: "iam-identity-created",
        identity: { type: "role", name: "new" },
        arn,
        uniqueId: "AROAEXAMPLE",
        path: "/team/",
        tags: [{ Key: "Team", Value: "a" }],
        boundaryArn,
        trustPolicy: "{}",
      }),
    ).toStrictEqual({
      ...authorizationDetails,
      RoleDetailList: [
        ...RoleDetailList,
        {
          Path: "/team/",
          RoleName: "new",
          RoleId: "AROAEXAMPLE",
          Arn: arn,
          AssumeRolePolicyDocument: "{}",
          RolePolicyList: [],
          AttachedManagedPolicies: [],
          PermissionsBoundary: {
            PermissionsBoundaryType: "Policy",
            PermissionsBoundaryArn: boundaryArn,
          },
          Tags: [{ Key: "Team", Value: "a" }],
        },
      ],
    });
  });

  it("adds a user and a group with nothing", () => {
    const userArn = `arn:aws:iam::${account}:user/new`;
    const groupArn = `arn:aws:iam::${account}:group/new`;
    expect(
      detailsAfter({
        kind: "iam-identity-created",
        identity: { type: "user", name: "new" },
        arn: userArn,
      }).UserDetailList,
    ).toStrictEqual([
      ...UserDetailList,
      {
        UserName: "new",
        Arn: userArn,
        UserPolicyList: [],
        GroupList: [],
        AttachedManagedPolicies: [],
        Tags: [],
      },
    ]);
    expect(
      detailsAfter({
        kind: "iam-identity-created",
        identity: { type: "group", name: "new" },
        arn: groupArn,
        uniqueId: "AGPAEXAMPLE",
      }).GroupDetailList,
    ).toStrictEqual([
      ...GroupDetailList,
      {
        GroupName: "new",
        GroupId: "AGPAEXAMPLE",
        Arn: groupArn,
        GroupPolicyList: [],
        AttachedManagedPolicies: [],
      },
    ]);
  });

  it.each<[string, IamChange]>([
    [
      "a user that is there",
      {
        kind: "iam-identity-created",
        identity: { type: "user", name: "alice" },
        arn: `arn:aws:iam::${account}:user/alice`,
      },
    ],
    [
      "a group that is there",
      {
        kind: "iam-identity-created",
        identity: { type: "group", name: "developers" },
        arn: `arn:aws:iam::${account}:group/developers`,
      },
    ],
    [
      "a role of another account",
      {
        kind: "iam-identity-created",
        identity: { type: "role", name: "new" },
        arn: "arn:aws:iam::444455556666:role/new",
      },
    ],
    [
      "a user that nobody knows",
      { kind: "iam-identity-deleted", identity: { type: "user", name: "x" } },
    ],
    [
      "a role that nobody knows",
      { kind: "iam-identity-deleted", identity: { type: "role", name: "x" } },
    ],
    [
      "a group that nobody knows",
      { kind: "iam-identity-deleted", identity: { type: "group", name: "x" } },
    ],
  ])("gives the same snapshot for %s", (_, change) => {
    expect(applyChange(sample, change)).toBe(sample);
  });
});

describe("iam-identity-deleted", () => {
  it("removes a user and a role", () => {
    const user = detailsAfter({
      kind: "iam-identity-deleted",
      identity: { type: "user", name: "alice" },
    });
    expect(user).toEqual({ ...authorizationDetails, UserDetailList: UserDetailList.slice(1) });
    const role = detailsAfter({
      kind: "iam-identity-deleted",
      identity: { type: "role", name: "app" },
    });
    expect(role).toEqual({ ...authorizationDetails, RoleDetailList: RoleDetailList.slice(1) });
  });

  it("removes a group with its memberships", () => {
    const after = detailsAfter({
      kind: "iam-identity-deleted",
      identity: { type: "group", name: "developers" },
    });
    const [alice, bob] = UserDetailList;
    expect(after).toEqual({
      ...authorizationDetails,
      UserDetailList: [
        { ...alice, GroupList: ["admins"] },
        { ...bob, GroupList: [] },
      ],
      GroupDetailList: [],
    });
  });

  it("removes the memberships of a group that the inventory does not list", () => {
    const after = detailsAfter({
      kind: "iam-identity-deleted",
      identity: { type: "group", name: "admins" },
    });
    expect(after).toEqual({
      ...authorizationDetails,
      UserDetailList: [{ ...UserDetailList[0], GroupList: ["developers"] }, UserDetailList[1]],
    });
    expect(after.UserDetailList?.[1]).toBe(UserDetailList[1]);
  });
});
