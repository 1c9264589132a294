import { findGroup, findRole, findUser } from "../apply/iam-identity.ts";
import type { IamIdentity } from "../change.ts";
import type {
  AttachedPolicy,
  AuthorizationDetails,
  DocumentJson,
  GroupDetail,
  IamTag,
  InlinePolicy,
  PermissionsBoundary,
  RoleDetail,
  Snapshot,
  Unreadable,
  UserDetail,
} from "../snapshot.ts";
import { isUnknown, type UnknownValue } from "./attribute-value.ts";
import { heldDetails } from "./held-details.ts";

/** What a user, group or role holds, under the same names whatever its type. */
export interface IdentityView {
  readonly inlinePolicies: readonly InlinePolicy[] | Unreadable;
  readonly attachedPolicies: readonly AttachedPolicy[] | Unreadable;
  readonly boundary: PermissionsBoundary | Unreadable | null;
  readonly groups: readonly string[] | Unreadable;
  readonly tags: readonly IamTag[] | Unreadable;
  /** Absent: the identity has none, or the inventory does not tell it. */
  readonly trustPolicy?: DocumentJson;
}

/** An identity of the inventory, or why nothing is known of it. */
export function identityView(
  snapshot: Snapshot,
  identity: IamIdentity,
): IdentityView | UnknownValue {
  const details = heldDetails(snapshot);
  if (isUnknown(details)) return details;
  return viewIn(details, identity) ?? { unknown: `the ${identity.type} is not in the snapshot` };
}

function viewIn(details: AuthorizationDetails, { type, name }: IamIdentity): IdentityView | null {
  switch (type) {
    case "user": {
      const user = findUser(details, name);
      return user === undefined ? null : viewOfUser(user);
    }
    case "group": {
      const group = findGroup(details, name);
      return group === undefined ? null : viewOfGroup(group);
    }
    case "role": {
      const role = findRole(details, name);
      return role === undefined ? null : viewOfRole(role);
    }
  }
}

export function viewOfUser(user: UserDetail): IdentityView {
  return {
    inlinePolicies: user.UserPolicyList ?? [],
    attachedPolicies: user.AttachedManagedPolicies ?? [],
    boundary: user.PermissionsBoundary ?? null,
    groups: user.GroupList ?? [],
    tags: user.Tags ?? [],
  };
}

export function viewOfGroup(group: GroupDetail): IdentityView {
  return {
    inlinePolicies: group.GroupPolicyList ?? [],
    attachedPolicies: group.AttachedManagedPolicies ?? [],
    boundary: null,
    groups: [],
    tags: [],
  };
}

export function viewOfRole(role: RoleDetail): IdentityView {
  const { AssumeRolePolicyDocument: trustPolicy } = role;
  return {
    inlinePolicies: role.RolePolicyList ?? [],
    attachedPolicies: role.AttachedManagedPolicies ?? [],
    boundary: role.PermissionsBoundary ?? null,
    groups: [],
    tags: role.Tags ?? [],
    ...(trustPolicy === undefined ? {} : { trustPolicy }),
  };
}
