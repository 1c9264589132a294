import type { IamChange, IamIdentity } from "../change.ts";
import type { AuthorizationDetails, GroupDetail, RoleDetail, UserDetail } from "../snapshot.ts";
import { filterShared, mapShared, withMember } from "../structural-sharing.ts";
import { editListed } from "./edit-list.ts";
import { findGroup, findRole, findUser, sameName } from "./iam-identity.ts";

type Created = Extract<IamChange, { readonly kind: "iam-identity-created" }>;
type Deleted = Extract<IamChange, { readonly kind: "iam-identity-deleted" }>;

/** The inventory after a user, group or role came or went; a group that goes takes its memberships. */
export function applyIdentityLifecycle(
  details: AuthorizationDetails,
  change: Created | Deleted,
): AuthorizationDetails {
  return change.kind === "iam-identity-deleted"
    ? deleteIdentity(details, change.identity)
    : createIdentity(details, change);
}

function createIdentity(details: AuthorizationDetails, created: Created): AuthorizationDetails {
  const { UserDetailList = [], GroupDetailList = [], RoleDetailList = [] } = details;
  const { type, name } = created.identity;
  switch (type) {
    case "user":
      if (findUser(details, name) !== undefined) return details;
      return { ...details, UserDetailList: [...UserDetailList, makeUser(created)] };
    case "group":
      if (findGroup(details, name) !== undefined) return details;
      return { ...details, GroupDetailList: [...GroupDetailList, makeGroup(created)] };
    case "role":
      if (findRole(details, name) !== undefined) return details;
      return { ...details, RoleDetailList: [...RoleDetailList, makeRole(created)] };
  }
}

function makeUser(created: Created): UserDetail {
  return {
    ...pathOf(created),
    UserName: created.identity.name,
    ...(created.uniqueId === undefined ? {} : { UserId: created.uniqueId }),
    Arn: created.arn,
    UserPolicyList: [],
    GroupList: [],
    AttachedManagedPolicies: [],
    ...boundaryOf(created),
    Tags: created.tags ?? [],
  };
}

function makeGroup(created: Created): GroupDetail {
  return {
    ...pathOf(created),
    GroupName: created.identity.name,
    ...(created.uniqueId === undefined ? {} : { GroupId: created.uniqueId }),
    Arn: created.arn,
    GroupPolicyList: [],
    AttachedManagedPolicies: [],
  };
}

function makeRole(created: Created): RoleDetail {
  const { trustPolicy } = created;
  return {
    ...pathOf(created),
    RoleName: created.identity.name,
    ...(created.uniqueId === undefined ? {} : { RoleId: created.uniqueId }),
    Arn: created.arn,
    ...(trustPolicy === undefined ? {} : { AssumeRolePolicyDocument: trustPolicy }),
    RolePolicyList: [],
    AttachedManagedPolicies: [],
    ...boundaryOf(created),
    Tags: created.tags ?? [],
  };
}

function pathOf({ path }: Created): { readonly Path?: string } {
  return path === undefined ? {} : { Path: path };
}

function boundaryOf({ boundaryArn }: Created): Pick<UserDetail, "PermissionsBoundary"> {
  if (boundaryArn === undefined) return {};
  return {
    PermissionsBoundary: { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: boundaryArn },
  };
}

function deleteIdentity(
  details: AuthorizationDetails,
  { type, name }: IamIdentity,
): AuthorizationDetails {
  switch (type) {
    case "user":
      return withMember(
        details,
        "UserDetailList",
        without(details.UserDetailList, (user) => sameName(user.UserName, name)),
      );
    case "group":
      return deleteGroup(details, name);
    case "role":
      return withMember(
        details,
        "RoleDetailList",
        without(details.RoleDetailList, (role) => sameName(role.RoleName, name)),
      );
  }
}

function deleteGroup(details: AuthorizationDetails, name: string): AuthorizationDetails {
  const groups = without(details.GroupDetailList, (group) => sameName(group.GroupName, name));
  const leave = (user: UserDetail) =>
    withMember(
      user,
      "GroupList",
      editListed(user.GroupList, (names) => filterShared(names, (one) => !sameName(one, name))),
    );
  const users = details.UserDetailList && mapShared(details.UserDetailList, leave);
  return withMember(withMember(details, "GroupDetailList", groups), "UserDetailList", users);
}

function without<T>(
  list: readonly T[] | undefined,
  isIt: (item: T) => boolean,
): readonly T[] | undefined {
  return list === undefined ? undefined : filterShared(list, (item) => !isIt(item));
}
