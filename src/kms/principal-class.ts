import { isUnreadable } from "../account/snapshot.ts";
import type { Compiler } from "./compiler.ts";
import type { LayerPolicy } from "./layer-policy.ts";
import type { PrincipalProfile } from "./principal-profile.ts";

/**
 * Text that is the same for principals which have the same policies, boundary, tags, account and
 * kind: no statement tells them apart but one that names them or tests who they are. null: such a
 * principal (a session, a service …) is decided for itself.
 */
export function classOfPrincipal(profile: PrincipalProfile, compiler: Compiler): string | null {
  const { principal, identity, boundary, organization, serviceLinked } = profile;
  const alike = principal.kind === "user" || principal.kind === "role";
  if (!alike || identity.kind !== "policies" || profile.tagText === null) return null;
  return [
    principal.kind,
    principal.account,
    serviceLinked,
    identity.policies.map((policy) => policyId(policy, compiler)).join(","),
    boundary === null ? "" : policyId(boundary, compiler),
    compiler.idOf(organization),
    profile.tagText,
  ].join("|");
}

/** Equal documents were compiled to the same object; a policy that could not be read is only itself. */
function policyId(policy: LayerPolicy, compiler: Compiler): number {
  return compiler.idOf(isUnreadable(policy.compiled) ? policy : policy.compiled);
}
