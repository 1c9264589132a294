import { type IdentityEdit, sameName, withIdentity } from "../../account/apply/iam-identity.ts";
import type { IamChange } from "../../account/change.ts";
import {
  type AuthorizationDetails,
  isUnreadable,
  type ManagedPolicyDetail,
  type Snapshot,
} from "../../account/snapshot.ts";
import {
  filterShared,
  mapShared,
  withMember,
  withoutMember,
} from "../../account/structural-sharing.ts";
import { unrecorded } from "./unrecorded.ts";

/** The account before a change to its IAM, as far as the account after tells. */
export function beforeIamChange(live: Snapshot, change: IamChange): Snapshot {
  const details = live.authorizationDetails;
  if (details === undefined || isUnreadable(details)) return live;
  return withMember(live, "authorizationDetails", editDetails(details, change));
}

function editDetails(details: AuthorizationDetails, change: IamChange): AuthorizationDetails {
  switch (change.kind) {
    case "iam-inline-policy-put":
    case "iam-inline-policy-deleted":
      return withIdentity(details, change.identity, inlineUnrecorded);
    case "iam-policy-attached":
    case "iam-policy-detached":
      return withIdentity(details, change.identity, attachedUnrecorded);
    case "iam-boundary-set":
      return withIdentity(details, change.identity, boundaryUnrecorded);
    case "iam-group-membership":
      return withIdentity(details, { type: "user", name: change.userName }, groupsUnrecorded);
    case "iam-tags-set":
    case "iam-tags-removed":
      return withIdentity(details, change.identity, tagsUnrecorded);
    case "iam-policy-created":
      return withPolicies(details, (all) => filterShared(all, ({ Arn }) => Arn !== change.arn));
    case "iam-policy-version-created":
      return change.setAsDefault ? versionUnrecorded(details, change.arn) : details;
    case "iam-policy-default-version-set":
      return versionUnrecorded(details, change.arn);
    case "iam-identity-created":
      return withoutIdentity(details, change.identity);
    // What was deleted is gone from the inventory; a trust policy and a version that is not in
    // force decide nothing.
    case "iam-identity-deleted":
    case "iam-policy-deleted":
    case "iam-policy-version-deleted":
    case "iam-trust-policy-put":
      return details;
  }
}

const inlineUnrecorded: IdentityEdit = {
  user: (user) => withMember(user, "UserPolicyList", unrecorded),
  group: (group) => withMember(group, "GroupPolicyList", unrecorded),
  role: (role) => withMember(role, "RolePolicyList", unrecorded),
};

const attachedUnrecorded: IdentityEdit = {
  user: (user) => withMember(user, "AttachedManagedPolicies", unrecorded),
  group: (group) => withMember(group, "AttachedManagedPolicies", unrecorded),
  role: (role) => withMember(role, "AttachedManagedPolicies", unrecorded),
};

const boundaryUnrecorded: IdentityEdit = {
  user: (user) => withMember(user, "PermissionsBoundary", unrecorded),
  role: (role) => withMember(role, "PermissionsBoundary", unrecorded),
};

const groupsUnrecorded: IdentityEdit = {
  user: (user) => withMember(user, "GroupList", unrecorded),
};

const tagsUnrecorded: IdentityEdit = {
  user: (user) => withMember(user, "Tags", unrecorded),
  role: (role) => withMember(role, "Tags", unrecorded),
};

function withPolicies(
  details: AuthorizationDetails,
  edit: (policies: readonly ManagedPolicyDetail[]) => readonly ManagedPolicyDetail[],
): AuthorizationDetails {
  const { Policies } = details;
  return Policies === undefined ? details : withMember(details, "Policies", edit(Policies));
}

/** Which version was in force is not known, so neither is the document. */
function versionUnrecorded(details: AuthorizationDetails, arn: string): AuthorizationDetails {
  return withPolicies(details, (all) =>
    mapShared(all, (policy) =>
      policy.Arn === arn
        ? withMember(withoutMember(policy, "DefaultVersionId"), "PolicyVersionList", unrecorded)
        : policy,
    ),
  );
}

function withoutIdentity(
  details: AuthorizationDetails,
  { type, name }: Extract<IamChange, { readonly kind: "iam-identity-created" }>["identity"],
): AuthorizationDetails {
  const others = <T>(list: readonly T[] | undefined, nameOf: (item: T) => string) =>
    list && filterShared(list, (item) => !sameName(nameOf(item), name));
  switch (type) {
    case "user":
      return withMember(
        details,
        "UserDetailList",
        others(details.UserDetailList, (user) => user.UserName),
      );
    case "group":
      return withMember(
        details,
        "GroupDetailList",
        others(details.GroupDetailList, (group) => group.GroupName),
      );
    case "role":
      return withMember(
        details,
        "RoleDetailList",
        others(details.RoleDetailList, (role) => role.RoleName),
      );
  }
}
