import { defaultVersion } from "../../account/default-version.ts";
import {
  type AttachedPolicy,
  type AuthorizationDetails,
  type InlinePolicy,
  isUnreadable,
  type ManagedPolicyDetail,
  type PermissionsBoundary,
  type Unreadable,
} from "../../account/snapshot.ts";
import { listed } from "./usages-listed.ts";
import type { UsedPolicy } from "./used-policy.ts";

/** The policies of an account's users, groups and roles, and its managed policies, attached or not. */
export function identityPolicies(
  account: string,
  all: AuthorizationDetails,
): readonly UsedPolicy[] {
  const holders = holdersOf(all);
  const inline = holders.flatMap(({ arn, inlinePolicies }) =>
    listed(inlinePolicies).map(
      ({ PolicyName, PolicyDocument }): UsedPolicy => ({
        layer: "identity-policy",
        policy: PolicyName,
        account,
        document: PolicyDocument,
        attachedTo: [arn],
      }),
    ),
  );
  const managed = (all.Policies ?? []).flatMap((policy) => managedPolicy(policy, holders, account));
  return [...inline, ...managed];
}

/** A managed policy as identity policy, attached or not, and as permissions boundary where it is one. */
function managedPolicy(
  detail: ManagedPolicyDetail,
  holders: readonly Holder[],
  account: string,
): readonly UsedPolicy[] {
  const document = defaultVersion(detail)?.Document;
  if (document === undefined) return [];
  const attached = holders.filter(({ attachedPolicies }) =>
    listed(attachedPolicies).some(({ PolicyArn }) => PolicyArn === detail.Arn),
  );
  const bounded = holders.filter(({ boundary }) => boundaryArn(boundary) === detail.Arn);
  const of = (layer: UsedPolicy["layer"], some: readonly Holder[]): UsedPolicy => ({
    layer,
    policy: detail.Arn,
    account,
    document,
    attachedTo: some.map(({ arn }) => arn),
  });
  const isOnlyBoundary = attached.length === 0 && bounded.length > 0;
  return [
    ...(isOnlyBoundary ? [] : [of("identity-policy", attached)]),
    ...(bounded.length === 0 ? [] : [of("permissions-boundary", bounded)]),
  ];
}

/** A user, group or role with what is attached to it. */
interface Holder {
  readonly arn: string;
  readonly inlinePolicies: readonly InlinePolicy[] | Unreadable | undefined;
  readonly attachedPolicies: readonly AttachedPolicy[] | Unreadable | undefined;
  readonly boundary: PermissionsBoundary | Unreadable | null | undefined;
}

function holdersOf(all: AuthorizationDetails): readonly Holder[] {
  return [
    ...(all.UserDetailList ?? []).map((user) => ({
      arn: user.Arn,
      inlinePolicies: user.UserPolicyList,
      attachedPolicies: user.AttachedManagedPolicies,
      boundary: user.PermissionsBoundary,
    })),
    ...(all.GroupDetailList ?? []).map((group) => ({
      arn: group.Arn,
      inlinePolicies: group.GroupPolicyList,
      attachedPolicies: group.AttachedManagedPolicies,
      boundary: null,
    })),
    ...(all.RoleDetailList ?? []).map((role) => ({
      arn: role.Arn,
      inlinePolicies: role.RolePolicyList,
      attachedPolicies: role.AttachedManagedPolicies,
      boundary: role.PermissionsBoundary,
    })),
  ];
}

function boundaryArn(boundary: Holder["boundary"]): string | null {
  if (boundary === undefined || boundary === null || isUnreadable(boundary)) return null;
  return boundary.PermissionsBoundaryArn;
}
