import { isUnreadable, type RoleDetail, type UserDetail } from "../../account/snapshot.ts";
import type { Compiler } from "../compiler.ts";
import type { LayerPolicy } from "../layer-policy.ts";

/** A user or role of the account's IAM inventory with its policies compiled. */
export interface IamPrincipal {
  readonly kind: "user" | "role";
  readonly arn: string;
  readonly name: string;
  readonly detail: UserDetail | RoleDetail;
  /** All its identity-based policies, those of its groups included. */
  readonly policies: readonly LayerPolicy[];
  /** null: no permissions boundary. */
  readonly boundary: LayerPolicy | null;
}

/** Versions of a principal kept for the same detail, which differ in what its groups and attached policies hold. */
const MOST_VERSIONS = 4;

/** The principal as it was compiled before from the same detail, where its policies are the same too. */
export function reusePrincipal(principal: IamPrincipal, compiler: Compiler): IamPrincipal {
  // Stryker disable next-line StringLiteral: any kind of its own
  const versions = compiler.once(principal.detail, "principal", (): IamPrincipal[] => []);
  const known = versions.find(
    ({ policies, boundary }) =>
      samePolicies(policies, principal.policies) && samePolicy(boundary, principal.boundary),
  );
  if (known !== undefined) return known;
  versions.unshift(principal);
  if (versions.length > MOST_VERSIONS) versions.pop();
  return principal;
}

function samePolicies(a: readonly LayerPolicy[], b: readonly LayerPolicy[]): boolean {
  return a.length === b.length && a.every((policy, index) => samePolicy(policy, b[index] ?? null));
}

function samePolicy(a: LayerPolicy | null, b: LayerPolicy | null): boolean {
  if (a === null || b === null) return a === b;
  const sameDocument =
    // Stryker disable next-line LogicalOperator: no reason is that of one that could be read
    isUnreadable(a.compiled) && isUnreadable(b.compiled)
      ? a.compiled.unreadable === b.compiled.unreadable
      : a.compiled === b.compiled;
  return sameDocument && a.layer === b.layer && a.policy === b.policy && a.from === b.from;
}
