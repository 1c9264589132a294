import { readDocument } from "../../account/policy-document.ts";
import { isUnreadable } from "../../account/snapshot.ts";
import { isJsonObject, type JsonObject, member } from "../json-object.ts";

/**
 * EC2 records are XML turned into JSON. Read from captured records, AWS documents none of it:
 * - the request of newer calls lies in a wrapper `<Action>Request`, which is `""` when empty, with
 *   UpperCamel members; other records hold the members flat, in either casing
 * - a list of one is an object (`{"tag": 1, "content": "sg-…"}` or `{"item": …}`), a list of many
 *   an array of such objects, and an empty list `""`
 * - texts are typed by what they look like: an account id becomes a number and loses its leading
 *   zeros, a tag's value "true" becomes a boolean. Neither is ever read from these records.
 */
export function unwrapEc2(value: JsonObject | null, wrapper: string): JsonObject | null {
  const wrapped = ec2Member(value, wrapper);
  if (isJsonObject(wrapped)) return wrapped;
  return wrapped === "" ? {} : value;
}

/** A member by its UpperCamel names, the first that is there, in this casing or in lowerCamel. */
export function ec2Member(value: unknown, ...names: readonly string[]): unknown {
  for (const name of names) {
    const found =
      member(value, name) ?? member(value, `${name.charAt(0).toLowerCase()}${name.slice(1)}`);
    if (found !== undefined && found !== null) return found;
  }
  return undefined;
}

/** The entries of a list in any of its forms; null when it is none. */
export function ec2Entries(value: unknown): readonly unknown[] | null {
  if (value === undefined || value === null || value === "") return [];
  if (Array.isArray(value)) return value;
  if (typeof value === "string") return [value];
  if (!isJsonObject(value)) return null;
  const items = ec2Member(value, "Item", "Items", "Member");
  if (items === undefined) return Object.hasOwn(value, "item") ? [] : [value];
  return Array.isArray(items) ? items : [items];
}

/** A list of texts, such as ids; `idName` is the member that holds the id where entries have one. */
export function ec2Texts(value: unknown, idName: string): readonly string[] | null {
  const texts = ec2Entries(value)?.map((entry) =>
    isJsonObject(entry) ? ec2Member(entry, "Content", idName) : entry,
  );
  return texts?.every((text) => typeof text === "string" && text !== "")
    ? (texts as readonly string[])
    : null;
}

/** The text of a policy document; undefined when it is absent, null when it is none. */
export function ec2Document(value: unknown): string | undefined | null {
  if (value === undefined) return undefined;
  if (typeof value !== "string") return null;
  return value !== "" && isUnreadable(readDocument(value)) ? null : value;
}

/** A boolean, also as text; undefined when it is absent, null when it is none. */
export function ec2Flag(value: unknown): boolean | undefined | null {
  if (value === undefined || value === null || value === "") return undefined;
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  return null;
}
