import { parseArn } from "../../account/arn.ts";
import { defaultVersion } from "../../account/default-version.ts";
import {
  type AttachedPolicy,
  type AuthorizationDetails,
  type GroupDetail,
  type InlinePolicy,
  isUnreadable,
  type ManagedPolicyDetail,
  type RoleDetail,
  type Unreadable,
  type UserDetail,
} from "../../account/snapshot.ts";
import type { CompiledPolicy } from "../../policy/compile-policy.ts";
import type { Compiler } from "../compiler.ts";
import type { LayerPolicy } from "../layer-policy.ts";
import { type IamPrincipal, reusePrincipal } from "./iam-principal.ts";

/** The users and roles of one account. */
export interface IamDirectory {
  readonly byArn: ReadonlyMap<string, IamPrincipal>;
  /** By role name: a session's ARN does not carry the role's path. */
  readonly roleByName: ReadonlyMap<string, IamPrincipal>;
}

/** Compiles the output of GetAccountAuthorizationDetails; principals that did not change are reused. */
export function compileDirectory(details: AuthorizationDetails, compiler: Compiler): IamDirectory {
  // Stryker disable next-line StringLiteral: any kind of its own
  return compiler.once(details, "directory", () => {
    // Stryker disable next-line ArrayDeclaration: what has no ARN is not looked up
    const managed = new Map((details.Policies ?? []).map((policy) => [policy.Arn, policy]));
    const groups = new Map(
      // Stryker disable next-line ArrayDeclaration: what has no name is not looked up
      (details.GroupDetailList ?? []).map((group) => [group.GroupName, group]),
    );
    const context = { managed, groups, compiler };
    const byArn = new Map<string, IamPrincipal>();
    const roleByName = new Map<string, IamPrincipal>();
    for (const user of details.UserDetailList ?? [])
      byArn.set(user.Arn, reusePrincipal(compileUser(user, context), compiler));
    for (const role of details.RoleDetailList ?? []) {
      const principal = reusePrincipal(compileRole(role, context), compiler);
      byArn.set(role.Arn, principal);
      roleByName.set(role.RoleName, principal);
    }
    return { byArn, roleByName };
  });
}

interface Context {
  readonly managed: ReadonlyMap<string, ManagedPolicyDetail>;
  readonly groups: ReadonlyMap<string, GroupDetail>;
  readonly compiler: Compiler;
}

function compileUser(user: UserDetail, context: Context): IamPrincipal {
  return {
    kind: "user",
    arn: user.Arn,
    name: user.UserName,
    detail: user,
    policies: [
      ...inlinePolicies(user.UserPolicyList, "the user's inline policies", context),
      ...attachedPolicies(user.AttachedManagedPolicies, "the user's attached policies", context),
      ...groupPolicies(user.GroupList, context),
    ],
    boundary: boundaryOf(user.PermissionsBoundary, context),
  };
}

function compileRole(role: RoleDetail, context: Context): IamPrincipal {
  return {
    kind: "role",
    arn: role.Arn,
    name: role.RoleName,
    detail: role,
    policies: [
      ...inlinePolicies(role.RolePolicyList, "the role's inline policies", context),
      ...attachedPolicies(role.AttachedManagedPolicies, "the role's attached policies", context),
    ],
    boundary: boundaryOf(role.PermissionsBoundary, context),
  };
}

function inlinePolicies(
  list: readonly InlinePolicy[] | Unreadable | undefined,
  what: string,
  { compiler }: Context,
): readonly LayerPolicy[] {
  if (list === undefined) return [];
  if (isUnreadable(list)) return [unreadableList(what, list)];
  return list.map(({ PolicyName, PolicyDocument }) => ({
    layer: "identity-policy",
    policy: PolicyName,
    compiled: compiler.policy(PolicyDocument, "identity-policy"),
  }));
}

function attachedPolicies(
  list: readonly AttachedPolicy[] | Unreadable | undefined,
  what: string,
  context: Context,
): readonly LayerPolicy[] {
  if (list === undefined) return [];
  if (isUnreadable(list)) return [unreadableList(what, list)];
  return list.map(({ PolicyArn }) => ({
    layer: "identity-policy",
    policy: PolicyArn,
    compiled: managedPolicy(PolicyArn, context),
  }));
}

function groupPolicies(
  groups: readonly string[] | Unreadable | undefined,
  context: Context,
): readonly LayerPolicy[] {
  if (groups === undefined) return [];
  if (isUnreadable(groups)) return [unreadableList("the user's groups", groups)];
  return groups.flatMap((name) => {
    const group = context.groups.get(name);
    const policies =
      group === undefined
        ? [
            unreadableList(`the group \`${name}\``, {
              unreadable: "it is not in the account's inventory",
            }),
          ]
        : [
            ...inlinePolicies(
              group.GroupPolicyList,
              `the inline policies of the group \`${name}\``,
              context,
            ),
            ...attachedPolicies(
              group.AttachedManagedPolicies,
              `the attached policies of the group \`${name}\``,
              context,
            ),
          ];
    return policies.map((policy) => ({ ...policy, from: name }));
  });
}

function unreadableList(what: string, reason: Unreadable): LayerPolicy {
  return { layer: "identity-policy", policy: what, compiled: reason };
}

function boundaryOf(
  boundary: UserDetail["PermissionsBoundary"],
  context: Context,
): LayerPolicy | null {
  if (boundary === undefined || boundary === null) return null;
  const layer = "permissions-boundary";
  if (isUnreadable(boundary)) return { layer, policy: layer, compiled: boundary };
  const arn = boundary.PermissionsBoundaryArn;
  return { layer, policy: arn, compiled: managedPolicy(arn, context) };
}

/** The default version of a managed policy; one whose document the inventory lacks is unreadable. */
function managedPolicy(arn: string, { managed, compiler }: Context): CompiledPolicy | Unreadable {
  const detail = managed.get(arn);
  if (detail === undefined) return { unreadable: "its document is not in the account's inventory" };
  if (isUnreadable(detail.PolicyVersionList)) return detail.PolicyVersionList;
  const version = defaultVersion(detail);
  if (version?.Document === undefined) {
    return { unreadable: "its default version is not in the account's inventory" };
  }
  return compiler.policy(version.Document, "identity-policy");
}

/** Whether a role is service-linked, by its path. */
export function isServiceLinked(arn: string): boolean {
  // Stryker disable next-line StringLiteral: any text that is no path of a role
  return (parseArn(arn)?.resource ?? "").startsWith("role/aws-service-role/");
}
