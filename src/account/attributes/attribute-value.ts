import { readDocument } from "../policy-document.ts";
import { type DocumentJson, isUnreadable, type Unreadable } from "../snapshot.ts";

/** Stands for the value of an attribute that the state did not know, with the reason. */
export interface UnknownValue {
  readonly unknown: string;
}

/** One attribute of a resource that an event changed; null: was or is not there. */
export interface AttributeChange {
  /** Such as `tag:Project`, `alias:alias/payroll`, `policy`, `keyState`. */
  readonly attribute: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Whether a value stands for one that the state did not know. */
export function isUnknown(value: unknown): value is UnknownValue {
  if (typeof value !== "object" || value === null || !("unknown" in value)) return false;
  return typeof value.unknown === "string" && Object.keys(value).length === 1;
}

/** A policy document as a JSON object, whatever its form. */
export function documentValue(document: DocumentJson | undefined): unknown {
  const found = readDocument(document);
  return isUnreadable(found) ? { unknown: found.unreadable } : found.json;
}

/** One member of a list; null when it is not in there, unknown when the list is. */
export function memberValue<T>(
  list: readonly T[] | Unreadable,
  matches: (item: T) => boolean,
  read: (item: T) => unknown,
): unknown {
  if (isUnreadable(list)) return { unknown: list.unreadable };
  const item = list.find(matches);
  return item === undefined ? null : read(item);
}

/** Every member of a list by attribute name; `prefix:*` when nobody knows them. */
export function memberValues<T>(
  prefix: string,
  list: readonly T[] | Unreadable | undefined,
  nameOf: (item: T) => string,
  read: (item: T) => unknown,
): readonly (readonly [attribute: string, value: unknown])[] {
  if (list === undefined) return [];
  if (isUnreadable(list)) return [[`${prefix}:*`, { unknown: list.unreadable }]];
  return list.map((item) => [`${prefix}:${nameOf(item)}`, read(item)]);
}

/** Attributes that came to be with their resource. */
export function appeared(
  values: readonly (readonly [attribute: string, value: unknown])[],
): readonly AttributeChange[] {
  return values.map(([attribute, after]) => ({ attribute, before: null, after }));
}

/** Attributes that went with their resource. */
export function disappeared(
  values: readonly (readonly [attribute: string, value: unknown])[],
): readonly AttributeChange[] {
  return values.map(([attribute, before]) => ({ attribute, before, after: null }));
}
