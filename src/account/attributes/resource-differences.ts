import { sameJson } from "../same-json.ts";
import { type AttributeChange, isUnknown } from "./attribute-value.ts";

/** The attributes of a resource by name; the value of one that is not known is `{ unknown }`. */
export type Attributes = ReadonlyMap<string, unknown>;

/**
 * What tells a resource as it is read from what is known of it. What cannot be read is no difference:
 * what is known of it stands.
 */
export function compareAttributes(known: Attributes, live: Attributes): readonly AttributeChange[] {
  return [...new Set([...known.keys(), ...live.keys()])].flatMap((attribute) => {
    const before = known.get(attribute) ?? null;
    const after = live.get(attribute) ?? null;
    if (isUnknown(after) || sameAttribute(attribute, before, after)) return [];
    return [{ attribute, before, after }];
  });
}

/** A grant is never changed, but an event tells less of it than a list does. */
function sameAttribute(attribute: string, before: unknown, after: unknown): boolean {
  const areGrants = attribute.startsWith("grant:") && before !== null && after !== null;
  return (areGrants && !isUnknown(before)) || sameJson(before, after);
}
