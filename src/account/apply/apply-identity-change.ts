import type { IamChange } from "../change.ts";
import { sameDocument } from "../policy-document.ts";
import {
  type AttachedPolicy,
  type AuthorizationDetails,
  type IamTag,
  type InlinePolicy,
  isUnreadable,
  type PermissionsBoundary,
  type Unreadable,
} from "../snapshot.ts";
import {
  filterShared,
  lastOfEach,
  putShared,
  withMember,
  withoutMember,
} from "../structural-sharing.ts";
import { editListed } from "./edit-list.ts";
import { type IdentityEdit, sameName, sameTagKey, withIdentity } from "./iam-identity.ts";

/** A change to what a user, group or role that is there holds. */
export type IdentityChange = Exclude<
  IamChange,
  { readonly kind: `iam-identity-${string}` } | { readonly arn: string }
>;

/** The inventory after a change to what an identity holds. */
export function applyIdentityChange(
  details: AuthorizationDetails,
  change: IdentityChange,
): AuthorizationDetails {
  switch (change.kind) {
    case "iam-inline-policy-put":
      return withIdentity(details, change.identity, editInline(putInline(change)));
    case "iam-inline-policy-deleted":
      return withIdentity(
        details,
        change.identity,
        editInline((all) => filterShared(all, (one) => one.PolicyName !== change.policyName)),
      );
    case "iam-policy-attached":
      return withIdentity(details, change.identity, editAttached(attach(change.policyArn)));
    case "iam-policy-detached":
      return withIdentity(
        details,
        change.identity,
        editAttached((all) => filterShared(all, (one) => one.PolicyArn !== change.policyArn)),
      );
    case "iam-boundary-set":
      return withIdentity(details, change.identity, editBoundary(change.policyArn));
    case "iam-group-membership":
      return withMembership(details, change);
    case "iam-tags-set":
      return withIdentity(details, change.identity, editTags(setTags(change.tags)));
    case "iam-tags-removed":
      return withIdentity(
        details,
        change.identity,
        editTags((all) =>
          filterShared(all, ({ Key }) => !change.tagKeys.some((key) => sameTagKey(key, Key))),
        ),
      );
    case "iam-trust-policy-put":
      return withTrustPolicy(details, change);
  }
}

type Edit<T> = (items: readonly T[]) => readonly T[];
type Kind<K extends IamChange["kind"]> = Extract<IamChange, { readonly kind: K }>;

function editInline(edit: Edit<InlinePolicy>): IdentityEdit {
  return {
    user: (user) => withMember(user, "UserPolicyList", editListed(user.UserPolicyList, edit)),
    group: (group) => withMember(group, "GroupPolicyList", editListed(group.GroupPolicyList, edit)),
    role: (role) => withMember(role, "RolePolicyList", editListed(role.RolePolicyList, edit)),
  };
}

function putInline({ policyName, document }: Kind<"iam-inline-policy-put">): Edit<InlinePolicy> {
  const made = { PolicyName: policyName, PolicyDocument: document };
  return (all) =>
    putShared(
      all,
      (one) => one.PolicyName === policyName,
      (old) => (old !== undefined && sameDocument(old.PolicyDocument, document) ? old : made),
    );
}

function editAttached(edit: Edit<AttachedPolicy>): IdentityEdit {
  type Holder = { readonly AttachedManagedPolicies?: readonly AttachedPolicy[] | Unreadable };
  const inAny = <T extends Holder>(holder: T): T => {
    const before = holder.AttachedManagedPolicies;
    const after = editListed(before, edit);
    return after === before ? holder : { ...holder, AttachedManagedPolicies: after };
  };
  return { user: inAny, group: inAny, role: inAny };
}

function attach(policyArn: string): Edit<AttachedPolicy> {
  const made = {
    PolicyName: policyArn.slice(policyArn.lastIndexOf("/") + 1),
    PolicyArn: policyArn,
  };
  return (all) =>
    putShared(
      all,
      (one) => one.PolicyArn === policyArn,
      (old) => old ?? made,
    );
}

/** A boundary is told whole, so what was unreadable before becomes known. */
function editBoundary(policyArn: string | null): IdentityEdit {
  type Holder = { readonly PermissionsBoundary?: PermissionsBoundary | Unreadable };
  const inAny = <T extends Holder>(holder: T): T => {
    if (policyArn === null) return withoutMember(holder, "PermissionsBoundary");
    const old = holder.PermissionsBoundary;
    const isSame =
      old !== undefined && !isUnreadable(old) && old.PermissionsBoundaryArn === policyArn;
    if (isSame) return holder;
    const made = { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: policyArn };
    return { ...holder, PermissionsBoundary: made };
  };
  return { user: inAny, role: inAny };
}

function editTags(edit: Edit<IamTag>): IdentityEdit {
  return {
    user: (user) => withMember(user, "Tags", editListed(user.Tags, edit)),
    role: (role) => withMember(role, "Tags", editListed(role.Tags, edit)),
  };
}

function setTags(added: readonly IamTag[]): Edit<IamTag> {
  return (tags) =>
    lastOfEach(added, (tag) => tag.Key.toLowerCase()).reduce(
      (all, { Key, Value }) =>
        putShared(
          all,
          (tag) => sameTagKey(tag.Key, Key),
          (old) => (old?.Key === Key && old.Value === Value ? old : { Key, Value }),
        ),
      tags,
    );
}

function withMembership(
  details: AuthorizationDetails,
  { userName, groupName, member }: Kind<"iam-group-membership">,
): AuthorizationDetails {
  const edit: Edit<string> = (groups) =>
    member
      ? putShared(
          groups,
          (name) => sameName(name, groupName),
          (old) => old ?? groupName,
        )
      : filterShared(groups, (name) => !sameName(name, groupName));
  return withIdentity(
    details,
    { type: "user", name: userName },
    { user: (user) => withMember(user, "GroupList", editListed(user.GroupList, edit)) },
  );
}

function withTrustPolicy(
  details: AuthorizationDetails,
  { roleName, document }: Kind<"iam-trust-policy-put">,
): AuthorizationDetails {
  return withIdentity(
    details,
    { type: "role", name: roleName },
    {
      role: (role) =>
        sameDocument(role.AssumeRolePolicyDocument, document)
          ? role
          : withMember(role, "AssumeRolePolicyDocument", document),
    },
  );
}
