import { hasProtected } from "../policy/policy-variable.ts";
import { textOfFact } from "./principal-facts.ts";
import type { PrincipalProfile } from "./principal-profile.ts";

/** What principals tell of one context key, as numbers that are equal for equal facts. */
export interface PrincipalValues {
  readonly numberOf: Int32Array;
  /** The numbers of facts that are exactly one value, by that value. */
  readonly byValue: ReadonlyMap<string, number>;
  /** Whether the fact of a number is exactly one value. */
  readonly isValue: readonly boolean[];
}

/** Numbers what each principal tells of a context key. */
export function numberValues(
  profiles: readonly PrincipalProfile[],
  contextKey: string,
): PrincipalValues {
  const numbers = new Map<string, number>();
  const byValue = new Map<string, number>();
  const isValue: boolean[] = [];
  const numberOf = Int32Array.from(profiles, ({ facts }) => {
    const fact = facts(contextKey);
    const text = textOfFact(fact);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(text, number);
    const value = fact?.kind === "known" && !fact.open ? fact.values : [];
    const [only = ""] = value;
    // The empty string counts as no value to some operators, protected characters as others.
    isValue[number] = value.length === 1 && only !== "" && !hasProtected(only);
    if (isValue[number]) byValue.set(only, number);
    return number;
  });
  return { numberOf, byValue, isValue };
}
