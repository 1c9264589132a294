import { arnSegments } from "./arn-pattern.ts";
import { hasWildcard } from "./glob.ts";
import type { PolicyType, StatementElements } from "./statement-elements.ts";

/** Why AWS refuses a statement in this kind of policy, beyond the common grammar; null: it does not. */
export function refusalByType(statement: StatementElements, type: PolicyType): string | null {
  const wild = statement.resources?.find(hasServiceWildcard);
  if (wild !== undefined) return `the Resource \`${wild}\` has a wildcard in its service segment`;
  if (type === "resource-control-policy") return refusalInResourceControl(statement);
  return type === "key-policy" ? refusalInKeyPolicy(statement) : null;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
function hasServiceWildcard(resource: string): boolean {
  const service = arnSegments(resource)?.[2];
  return service !== undefined && hasWildcard(service);
}

/**
 * Customers' RCPs only deny, for everybody, actions of named services; what allows is the
 * RCPFullAWSAccess policy, which cannot be detached.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
function refusalInResourceControl(statement: StatementElements): string | null {
  const { effect, principals, notPrincipal, actions, notAction } = statement;
  if (notPrincipal) return "NotPrincipal cannot stand in a resource control policy";
  if (notAction) return "NotAction cannot stand in a resource control policy";
  if (principals?.every(({ type }) => type !== "*")) return "the Principal is not `*`";
  const everything = actions?.includes("*") === true;
  if (effect === "Allow") {
    return everything ? null : "a resource control policy other than RCPFullAWSAccess only denies";
  }
  return everything ? "the Action `*` names no service" : null;
}

/**
 * KMS refuses ForAllValues with single-valued keys of the request: an absent key would satisfy it.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
 */
function refusalInKeyPolicy({ conditions }: StatementElements): string | null {
  const refused = conditions.find(
    ({ operator, key }) =>
      operator.set === "ForAllValues" && /^(kms:encryptioncontext:|aws:requesttag\/)/i.test(key),
  );
  return refused === undefined ? null : `KMS refuses ForAllValues with \`${refused.key}\``;
}
