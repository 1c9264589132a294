/** Where a reader tells what AWS would have refused: the path in the document, and why. */
export type Refuse = (path: string, reason: string) => void;

export type JsonObject = Readonly<Record<string, unknown>>;

/** An element that must be an object; one that is not reads as empty. */
export function readObject(json: unknown, path: string, refuse: Refuse): JsonObject {
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as JsonObject;
  refuse(path, path === "" ? "the document is not a JSON object" : "not a JSON object");
  return {};
}

/** An object that may have these members only. */
export function readElements(
  json: unknown,
  allowed: readonly string[],
  path: string,
  refuse: Refuse,
): JsonObject {
  const object = readObject(json, path, refuse);
  for (const name of Object.keys(object)) {
    if (!allowed.includes(name)) {
      refuse(memberPath(path, name), `\`${name}\` is no element of a policy`);
    }
  }
  return object;
}

/** An optional element that must be a string. */
export function readText(json: unknown, path: string, refuse: Refuse): string | null {
  if (typeof json === "string") return json;
  if (json !== undefined) refuse(path, "not a string");
  return null;
}

/** A string, or a list of strings. */
export function readStrings(json: unknown, path: string, refuse: Refuse): readonly string[] {
  const list = listOf(json);
  if (list.every((member) => typeof member === "string")) return list;
  refuse(path, "not a string or a list of strings");
  return [];
}

/** The values of a condition: numbers and booleans may stand without quotation marks. */
export function readScalars(json: unknown, path: string, refuse: Refuse): readonly string[] {
  const list = listOf(json);
  if (list.every(isScalar)) return list.map(String);
  refuse(path, "not a string, number or boolean, or a list of these");
  return [];
}

export function listOf(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? json : [json];
}

function isScalar(json: unknown): boolean {
  return typeof json === "string" || typeof json === "number" || typeof json === "boolean";
}

export function memberPath(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** A value of a document as a message shows it, cut short. */
export function showValue(value: unknown): string {
  return (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 80);
}
