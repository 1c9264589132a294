import { documentValue } from "../../account/attributes/attribute-value.ts";
import type { DocumentJson } from "../../account/snapshot.ts";

/**
 * A policy document in the one form that all equal ways to write it share: AWS gives back an account
 * id as the account's root ARN and a list of one as a single value, and the order of such a list
 * says nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function normalizedDocument(document: DocumentJson | undefined): unknown {
  return normalize(documentValue(document), null);
}

function normalize(value: unknown, name: string | null): unknown {
  if (name === "Statement") return (Array.isArray(value) ? value : [value]).map(normalizeMembers);
  if (Array.isArray(value)) return unlessOne(normalizeList(value, name));
  if (typeof value === "object" && value !== null) return normalizeMembers(value);
  return name === "AWS" ? normalizePrincipal(value) : value;
}

function normalizeMembers(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, normalize(member, name)]),
  );
}

function normalizeList(values: readonly unknown[], name: string | null): readonly unknown[] {
  const normalized = values.map((value) => normalize(value, name));
  return normalized.every((value) => typeof value === "string")
    ? [...new Set(normalized)].sort()
    : normalized;
}

function unlessOne(values: readonly unknown[]): unknown {
  return values.length === 1 ? values[0] : values;
}

function normalizePrincipal(value: unknown): unknown {
  if (typeof value !== "string") return value;
  return /^arn:[^:]+:iam::(\d{12}):root$/.exec(value)?.[1] ?? value;
}
