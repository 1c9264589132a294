import { isUnreadable } from "../../account/snapshot.ts";
import type { Compiler } from "../compiler.ts";
import type { LayerPolicy } from "../layer-policy.ts";
import type { PrincipalProfile } from "../request/principal-profile.ts";

/**
 * Text that is the same for principals of which a target's statements decide alike when they match
 * alike: of one account and kind, bound by the same organization, with or without a permissions
 * boundary. null: such a principal (a session, a service …) is decided for itself.
 */
export function kindOfPrincipal(profile: PrincipalProfile, compiler: Compiler): string | null {
  const { principal, identity, boundary, organization, serviceLinked } = profile;
  const alike = principal.kind === "user" || principal.kind === "role";
  if (!alike || identity.kind !== "policies" || profile.tagText === null) return null;
  return [
    principal.kind,
    principal.account,
    // What KMS lets a service-linked role do depends on its name.
    // Stryker disable next-line StringLiteral: any text that is no ARN
    serviceLinked ? principal.arn : "",
    // Stryker disable next-line EqualityOperator,StringLiteral: any two texts
    boundary === null ? "" : "bounded",
    compiler.idOf(organization),
  ].join("|");
}

/**
 * Text that, beside the kind, is the same for principals which have the same policies, boundary and
 * tags: no statement tells them apart but one that names them or tests who they are.
 */
export function classOfPrincipal(
  { identity, boundary, tagText }: PrincipalProfile,
  compiler: Compiler,
): string {
  // Stryker disable next-line ConditionalExpression,ArrayDeclaration: who has no policies is decided for itself
  const policies = identity.kind === "policies" ? identity.policies : [];
  return [
    policies.map((policy) => policyId(policy, compiler)).join(","),
    // Stryker disable next-line StringLiteral: any text that is no number
    boundary === null ? "" : policyId(boundary, compiler),
    tagText,
  ].join("|");
}

/** Equal documents were compiled to the same object; a policy that could not be read is only itself. */
function policyId(policy: LayerPolicy, compiler: Compiler): number {
  return compiler.idOf(isUnreadable(policy.compiled) ? policy : policy.compiled);
}
