/** Members whose own members are the caller's names, which a record leaves as they are. */
const callersNames = new Set(["EncryptionContextSubset", "EncryptionContextEquals"]);

/** A request as CloudTrail records KMS's and IAM's: members in lower camel case, at every depth. */
export function lowerCamel(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      callersNames.has(name) ? value : lowerCamelValue(value),
    ]),
  );
}

function lowerCamelValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCamelValue);
  if (typeof value !== "object" || value === null) return value;
  return lowerCamel(value as Readonly<Record<string, unknown>>);
}
