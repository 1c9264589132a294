import type { IamIdentity } from "../../account/change.ts";
import type { RemediationCall } from "../../guardrail/finding/finding.ts";

const TYPES = { user: "User", group: "Group", role: "Role" } as const;

/** An IAM call that names its identity as IAM's API does: `DeleteRolePolicy` with `RoleName`. */
export function identityCall(
  identity: IamIdentity,
  operation: (type: string) => string,
  input: RemediationCall["input"],
): RemediationCall {
  const type = TYPES[identity.type];
  return iamCall(operation(type), { [`${type}Name`]: identity.name, ...input });
}

export function iamCall(operation: string, input: RemediationCall["input"]): RemediationCall {
  return { service: "iam", operation, input };
}
