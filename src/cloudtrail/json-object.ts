/** A JSON object as it was read, before anything is known of its members. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member of an object; undefined when the value is no object or has no such member of its own. */
export function member(value: unknown, name: string): unknown {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A member that is a text with something in it, else null. */
export function textMember(value: unknown, name: string): string | null {
  const found = member(value, name);
  return typeof found === "string" && found !== "" ? found : null;
}

/** A member that is an object, else null. */
export function objectMember(value: unknown, name: string): JsonObject | null {
  const found = member(value, name);
  return isJsonObject(found) ? found : null;
}
