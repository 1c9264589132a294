import { storablePrincipals } from "./storable-principals.ts";

type Json = Readonly<Record<string, unknown>>;

/** What KMS would refuse of one statement, and the statement as it would be taken. */
export interface StatementCheck {
  readonly faults: readonly string[];
  /** null: the statement is left out; undefined: nothing that says the same can be stored. */
  readonly repaired: Json | null | undefined;
}

/** Context keys that a key policy cannot hold. */
const REFUSED_KEYS = /^(aws:resourcetag\/|kms:resourcetag|kms:resourcealiases$)/i;

/**
 * What PutKeyPolicy refuses of a statement, although GetKeyPolicy may have returned it: since
 * August 2025 one without Action or Resource (it has no effect) or with another Resource than `*`,
 * principals that are not there any more, condition keys of ABAC, ForAllValues over the encryption
 * context.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
 */
export function checkStatement(
  statement: Json,
  isGone: (principal: string) => boolean,
): StatementCheck {
  const faults = [...elementFaults(statement), ...conditionFaults(statement["Condition"])];
  const element = statement["NotPrincipal"] === undefined ? "Principal" : "NotPrincipal";
  const principals = storablePrincipals(statement[element], isGone);
  for (const name of principals.gone)
    faults.push(`the principal \`${name}\` is not there any more`);
  if (faults.length === 0) return { faults, repaired: statement };
  if (conditionFaults(statement["Condition"]).length > 0) return { faults, repaired: undefined };
  if (lacks(statement, "Action") || lacks(statement, "Resource")) return { faults, repaired: null };
  if (principals.left === null) {
    return { faults, repaired: element === "Principal" ? null : undefined };
  }
  if (statement["NotResource"] !== undefined) return { faults, repaired: undefined };
  return { faults, repaired: { ...statement, [element]: principals.left, Resource: "*" } };
}

function elementFaults(statement: Json): string[] {
  const faults: string[] = [];
  if (lacks(statement, "Action")) faults.push("it has no Action");
  if (lacks(statement, "Resource")) faults.push("it has no Resource");
  else if (!isEverything(statement["Resource"])) faults.push("its Resource is not `*`");
  return faults;
}

function lacks(statement: Json, element: string): boolean {
  return statement[element] === undefined && statement[`Not${element}`] === undefined;
}

function isEverything(resource: unknown): boolean {
  return (
    resource === "*" || (Array.isArray(resource) && resource.length === 1 && resource[0] === "*")
  );
}

function conditionFaults(condition: unknown): readonly string[] {
  return Object.entries((condition ?? {}) as Json).flatMap(([operator, keys]) =>
    Object.keys((keys ?? {}) as Json).flatMap((key) => {
      if (REFUSED_KEYS.test(key)) return [`a key policy cannot hold the condition key \`${key}\``];
      const overAll = /^forallvalues:/i.test(operator) && /^kms:encryptioncontext:/i.test(key);
      return overAll ? [`\`${operator}\` cannot stand with \`${key}\``] : [];
    }),
  );
}
