import type { IamIdentity } from "../change.ts";
import type {
  AuthorizationDetails,
  GroupDetail,
  IamTag,
  RoleDetail,
  UserDetail,
} from "../snapshot.ts";
import { mapShared, withMember } from "../structural-sharing.ts";

/** What to do with an identity of each type; a type that is absent is left alone. */
export interface IdentityEdit {
  readonly user?: (user: UserDetail) => UserDetail;
  readonly group?: (group: GroupDetail) => GroupDetail;
  readonly role?: (role: RoleDetail) => RoleDetail;
}

/**
 * Whether two names are of one identity: IAM does not tell names apart by case.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html
 */
export function sameName(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}

/**
 * Whether two tag keys of a user or role are one: their case is kept, but not told apart.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#case-sensitivity
 */
export function sameTagKey(a: IamTag["Key"], b: IamTag["Key"]): boolean {
  return sameName(a, b);
}

/** The inventory's user of a name. */
export function findUser(details: AuthorizationDetails, name: string): UserDetail | undefined {
  return details.UserDetailList?.find((user) => sameName(user.UserName, name));
}

/** The inventory's group of a name. */
export function findGroup(details: AuthorizationDetails, name: string): GroupDetail | undefined {
  return details.GroupDetailList?.find((group) => sameName(group.GroupName, name));
}

/** The inventory's role of a name. */
export function findRole(details: AuthorizationDetails, name: string): RoleDetail | undefined {
  return details.RoleDetailList?.find((role) => sameName(role.RoleName, name));
}

/** The inventory with one identity edited; the same when it does not list it. */
export function withIdentity(
  details: AuthorizationDetails,
  { type, name }: IamIdentity,
  edit: IdentityEdit,
): AuthorizationDetails {
  switch (type) {
    case "user": {
      const users = mapOne(details.UserDetailList, findUser(details, name), edit.user);
      return withMember(details, "UserDetailList", users);
    }
    case "group": {
      const groups = mapOne(details.GroupDetailList, findGroup(details, name), edit.group);
      return withMember(details, "GroupDetailList", groups);
    }
    case "role": {
      const roles = mapOne(details.RoleDetailList, findRole(details, name), edit.role);
      return withMember(details, "RoleDetailList", roles);
    }
  }
}

function mapOne<T>(
  list: readonly T[] | undefined,
  one: T | undefined,
  edit: ((item: T) => T) | undefined,
): readonly T[] | undefined {
  if (list === undefined || one === undefined || edit === undefined) return list;
  return mapShared(list, (item) => (item === one ? edit(item) : item));
}
