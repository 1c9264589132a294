import type { IdentityChange } from "../apply/apply-identity-change.ts";
import { sameName, sameTagKey } from "../apply/iam-identity.ts";
import type { IamChange } from "../change.ts";
import { isUnreadable, type Snapshot } from "../snapshot.ts";
import { lastOfEach } from "../structural-sharing.ts";
import {
  type AttributeChange,
  appeared,
  disappeared,
  documentValue,
  isUnknown,
  memberValue,
  memberValues,
  type UnknownValue,
} from "./attribute-value.ts";
import { type IdentityView, identityView } from "./identity-view.ts";

type Lifecycle = Extract<IamChange, { readonly kind: `iam-identity-${string}` }>;
type Held = IdentityView | UnknownValue;

/** The attributes of a user, group or role that a change touches. */
export function identityAttributeChanges(
  before: Snapshot,
  change: IdentityChange | Lifecycle,
): readonly AttributeChange[] {
  switch (change.kind) {
    case "iam-identity-created":
      return isUnknown(identityView(before, change.identity)) ? created(change) : [];
    case "iam-identity-deleted":
      return deleted(identityView(before, change.identity));
    case "iam-group-membership": {
      const user = identityView(before, { type: "user", name: change.userName });
      return [membership(user, change.groupName, change.member)];
    }
    case "iam-trust-policy-put": {
      const role = identityView(before, { type: "role", name: change.roleName });
      const old = isUnknown(role) ? role : documentValue(role.trustPolicy);
      return [{ attribute: "trustPolicy", before: old, after: documentValue(change.document) }];
    }
    default:
      return heldChanges(identityView(before, change.identity), change);
  }
}

function heldChanges(
  identity: Held,
  change: Extract<IdentityChange, { readonly identity: unknown }>,
): readonly AttributeChange[] {
  switch (change.kind) {
    case "iam-inline-policy-put":
      return [inlinePolicy(identity, change.policyName, documentValue(change.document))];
    case "iam-inline-policy-deleted":
      return [inlinePolicy(identity, change.policyName, null)];
    case "iam-policy-attached":
      return [attachedPolicy(identity, change.policyArn, change.policyArn)];
    case "iam-policy-detached":
      return [attachedPolicy(identity, change.policyArn, null)];
    case "iam-boundary-set":
      return [
        { attribute: "permissionsBoundary", before: boundary(identity), after: change.policyArn },
      ];
    case "iam-tags-set":
      return lastOfEach(change.tags, (tag) => tag.Key.toLowerCase()).map(({ Key, Value }) =>
        principalTag(identity, Key, Value),
      );
    case "iam-tags-removed":
      return lastOfEach(change.tagKeys, (key) => key.toLowerCase()).map((key) =>
        principalTag(identity, key, null),
      );
  }
}

function inlinePolicy(identity: Held, policyName: string, after: unknown): AttributeChange {
  const old = isUnknown(identity)
    ? identity
    : memberValue(
        identity.inlinePolicies,
        (policy) => policy.PolicyName === policyName,
        (policy) => documentValue(policy.PolicyDocument),
      );
  return { attribute: `inlinePolicy:${policyName}`, before: old, after };
}

function attachedPolicy(identity: Held, policyArn: string, after: string | null): AttributeChange {
  const old = isUnknown(identity)
    ? identity
    : memberValue(
        identity.attachedPolicies,
        (policy) => policy.PolicyArn === policyArn,
        (policy) => policy.PolicyArn,
      );
  return { attribute: `attachedPolicy:${policyArn}`, before: old, after };
}

function boundary(identity: Held): unknown {
  if (isUnknown(identity)) return identity;
  if (identity.boundary === null) return null;
  return isUnreadable(identity.boundary)
    ? { unknown: identity.boundary.unreadable }
    : identity.boundary.PermissionsBoundaryArn;
}

function principalTag(identity: Held, key: string, after: string | null): AttributeChange {
  const old = isUnknown(identity)
    ? identity
    : memberValue(
        identity.tags,
        (tag) => sameTagKey(tag.Key, key),
        (tag) => tag.Value,
      );
  return { attribute: `principalTag:${key}`, before: old, after };
}

function membership(user: Held, groupName: string, member: boolean): AttributeChange {
  const old = isUnknown(user)
    ? user
    : memberValue(
        user.groups,
        (name) => sameName(name, groupName),
        () => groupName,
      );
  return { attribute: `group:${groupName}`, before: old, after: member ? groupName : null };
}

function created(
  change: Extract<Lifecycle, { readonly kind: "iam-identity-created" }>,
): readonly AttributeChange[] {
  const { trustPolicy, boundaryArn } = change;
  return appeared([
    ["exists", true],
    ...(trustPolicy === undefined ? [] : [["trustPolicy", documentValue(trustPolicy)] as const]),
    ...(boundaryArn === undefined ? [] : [["permissionsBoundary", boundaryArn] as const]),
    ...memberValues(
      "principalTag",
      change.tags,
      (tag) => tag.Key,
      (tag) => tag.Value,
    ),
  ]);
}

function deleted(identity: Held): readonly AttributeChange[] {
  if (isUnknown(identity)) return disappeared([["exists", identity]]);
  return disappeared([["exists", true], ...identityAttributes(identity)]);
}

/** Every attribute that a user, group or role holds. */
export function identityAttributes(
  identity: IdentityView,
): readonly (readonly [attribute: string, value: unknown])[] {
  const { inlinePolicies, attachedPolicies, groups, tags, trustPolicy } = identity;
  return [
    ...(trustPolicy === undefined ? [] : [["trustPolicy", documentValue(trustPolicy)] as const]),
    ["permissionsBoundary", boundary(identity)],
    ...memberValues(
      "inlinePolicy",
      inlinePolicies,
      (policy) => policy.PolicyName,
      (policy) => documentValue(policy.PolicyDocument),
    ),
    ...memberValues(
      "attachedPolicy",
      attachedPolicies,
      (policy) => policy.PolicyArn,
      (policy) => policy.PolicyArn,
    ),
    ...memberValues(
      "group",
      groups,
      (name) => name,
      (name) => name,
    ),
    ...memberValues(
      "principalTag",
      tags,
      (tag) => tag.Key,
      (tag) => tag.Value,
    ),
  ];
}
