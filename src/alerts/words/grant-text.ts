import { actionList } from "./action-list.ts";
import type { Names } from "./names.ts";

/** A grant as ListGrants tells it, in words; null when the value is none. */
export function grantText(value: unknown, names: Names, most: number): string | null {
  if (typeof value !== "object" || value === null) return null;
  const grant: Readonly<Record<string, unknown>> = { ...value };
  const grantee = grant["GranteePrincipal"] ?? grant["GranteeServicePrincipal"];
  const operations = grant["Operations"];
  if (typeof grantee !== "string" || !Array.isArray(operations)) return null;
  const actions = operations.map((operation) => `kms:${String(operation)}`);
  const constraints = grant["Constraints"];
  const isConstrained =
    typeof constraints === "object" && constraints !== null && Object.keys(constraints).length > 0;
  const limit = isConstrained ? `, constrained to ${JSON.stringify(constraints)}` : "";
  return `${names.principal(grantee)}: ${actionList(actions, most)}${limit}`;
}
