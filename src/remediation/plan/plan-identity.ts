import type { IdentityChange } from "../../account/apply/apply-identity-change.ts";
import { sameName, sameTagKey } from "../../account/apply/iam-identity.ts";
import { isUnknown } from "../../account/attributes/attribute-value.ts";
import { type IdentityView, identityView } from "../../account/attributes/identity-view.ts";
import type { IamIdentity } from "../../account/change.ts";
import {
  type IamTag,
  isUnreadable,
  type Snapshot,
  type Unreadable,
} from "../../account/snapshot.ts";
import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import { documentText } from "./document-text.ts";
import { iamCall, identityCall } from "./iam-calls.ts";

type Held = Extract<IdentityChange, { readonly identity: IamIdentity }>;

/**
 * The calls that give a user, group or role back what it held; null when that is not known.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
 */
export function undoIdentityChange(
  change: IdentityChange,
  before: Snapshot,
): readonly RemediationCall[] | null {
  const identity = identityOf(change);
  const view = identityView(before, identity);
  if (isUnknown(view)) return null;
  switch (change.kind) {
    case "iam-group-membership":
      return undoMembership(change, view);
    case "iam-trust-policy-put": {
      const PolicyDocument = documentText(view.trustPolicy);
      if (PolicyDocument === null) return null;
      return [iamCall("UpdateAssumeRolePolicy", { RoleName: change.roleName, PolicyDocument })];
    }
    case "iam-inline-policy-put":
    case "iam-inline-policy-deleted":
      return undoInline(change, view);
    case "iam-policy-attached":
    case "iam-policy-detached":
      return undoAttachment(change, view);
    case "iam-boundary-set":
      return undoBoundary(change, view);
    case "iam-tags-set":
    case "iam-tags-removed":
      return undoTags(change, view);
  }
}

function identityOf(change: IdentityChange): IamIdentity {
  if (change.kind === "iam-group-membership") return { type: "user", name: change.userName };
  if (change.kind === "iam-trust-policy-put") return { type: "role", name: change.roleName };
  return change.identity;
}

function listed<T>(list: readonly T[] | Unreadable): readonly T[] | null {
  return isUnreadable(list) ? null : list;
}

function undoMembership(
  { userName, groupName, member }: Extract<IdentityChange, { readonly groupName: string }>,
  view: IdentityView,
): readonly RemediationCall[] | null {
  const groups = listed(view.groups);
  if (groups === null) return null;
  if (groups.some((name) => sameName(name, groupName)) === member) return [];
  const operation = member ? "RemoveUserFromGroup" : "AddUserToGroup";
  return [iamCall(operation, { UserName: userName, GroupName: groupName })];
}

function undoInline(
  { identity, policyName }: Extract<Held, { readonly policyName: string }>,
  view: IdentityView,
): readonly RemediationCall[] | null {
  const policies = listed(view.inlinePolicies);
  if (policies === null) return null;
  const old = policies.find(({ PolicyName }) => PolicyName === policyName);
  if (old === undefined) {
    return [identityCall(identity, (type) => `Delete${type}Policy`, { PolicyName: policyName })];
  }
  const PolicyDocument = documentText(old.PolicyDocument);
  if (PolicyDocument === null) return null;
  const input = { PolicyName: policyName, PolicyDocument };
  return [identityCall(identity, (type) => `Put${type}Policy`, input)];
}

function undoAttachment(
  { kind, identity, policyArn }: Extract<Held, { readonly kind: `iam-policy-${string}` }>,
  view: IdentityView,
): readonly RemediationCall[] | null {
  const policies = listed(view.attachedPolicies);
  if (policies === null) return null;
  const was = policies.some(({ PolicyArn }) => PolicyArn === policyArn);
  if (was === (kind === "iam-policy-attached")) return [];
  const verb = was ? "Attach" : "Detach";
  return [identityCall(identity, (type) => `${verb}${type}Policy`, { PolicyArn: policyArn })];
}

function undoBoundary(
  { identity }: Extract<Held, { readonly kind: "iam-boundary-set" }>,
  { boundary }: IdentityView,
): readonly RemediationCall[] | null {
  if (boundary === null) {
    return [identityCall(identity, (type) => `Delete${type}PermissionsBoundary`, {})];
  }
  if (isUnreadable(boundary)) return null;
  const input = { PermissionsBoundary: boundary.PermissionsBoundaryArn };
  return [identityCall(identity, (type) => `Put${type}PermissionsBoundary`, input)];
}

function undoTags(
  change: Extract<Held, { readonly kind: `iam-tags-${string}` }>,
  view: IdentityView,
): readonly RemediationCall[] | null {
  const tags = listed(view.tags);
  if (tags === null) return null;
  const keys = change.kind === "iam-tags-set" ? change.tags.map(({ Key }) => Key) : change.tagKeys;
  const held = (key: string) => tags.find(({ Key }) => sameTagKey(Key, key));
  const restored = tags
    .filter((tag) => keys.some((key) => sameTagKey(key, tag.Key)) && differs(tag, change))
    .map(({ Key, Value }) => ({ Key, Value }));
  const added = change.kind === "iam-tags-set" ? keys.filter((key) => held(key) === undefined) : [];
  const call = (operation: string, input: RemediationCall["input"]) =>
    identityCall(change.identity, (type) => `${operation}${type}`, input);
  return [
    ...(restored.length === 0 ? [] : [call("Tag", { Tags: restored })]),
    ...(added.length === 0 ? [] : [call("Untag", { TagKeys: [...new Set(added)] })]),
  ];
}

function differs(old: IamTag, change: Extract<Held, { readonly kind: `iam-tags-${string}` }>) {
  if (change.kind === "iam-tags-removed") return true;
  const last = change.tags.findLast(({ Key }) => sameTagKey(Key, old.Key));
  return last?.Value !== old.Value || last.Key !== old.Key;
}
