/**
 * What is known of one context key. A context key that the request cannot carry is absent, and
 * absent is decided; one that it can carry but that nobody told is unknown.
 */
export type Fact =
  /** `open`: the key may hold more values than these. */
  | { readonly kind: "known"; readonly values: readonly string[]; readonly open: boolean }
  | { readonly kind: "absent" }
  | {
      readonly kind: "unknown";
      /** The key is there, whatever its value. */
      readonly present?: boolean;
      /** The key holds one of these, or is absent (null). */
      readonly oneOf?: readonly (string | null)[];
      /** The key is there and its value begins with this. */
      readonly prefix?: string;
      /** What follows the prefix is written out in no policy. */
      readonly fresh?: boolean;
      /** The value begins with none of these. */
      readonly notPrefix?: readonly string[];
      /** The key is there; its value, an account id or an ARN, is of an account that no policy writes out. */
      readonly unnamed?: boolean;
    }
  /** AWS does not say what the key does here: every test of it is unknown. */
  | { readonly kind: "undocumented"; readonly code: string; readonly reason: string }
  /** No test of the key is ever satisfied. */
  | { readonly kind: "never" }
  /** Told at a later stage: the test stays open. */
  | { readonly kind: "later" };

export const ABSENT: Fact = { kind: "absent" };
export const UNKNOWN: Fact = { kind: "unknown" };
export const LATER: Fact = { kind: "later" };

/** A context key with exactly these values. */
export function known(...values: readonly string[]): Fact {
  return { kind: "known", values, open: false };
}

/** Looks a context key up by its lower-case name. */
export type Facts = (contextKey: string) => Fact;

/** Whether a context key of which little is known is there for sure. */
export function isPresent(fact: Extract<Fact, { kind: "unknown" }>): boolean {
  return fact.present === true || fact.prefix !== undefined || fact.unnamed === true;
}
