import type { ConditionTest } from "../../policy/condition-test.ts";
import { evaluateTest } from "../../policy/evaluate-test.ts";
import { UNKNOWN } from "../../policy/fact.ts";
import { hasProtected } from "../../policy/policy-variable.ts";
import { textOfFact } from "../request/principal-facts.ts";
import type { PrincipalProfile } from "../request/principal-profile.ts";

/** What principals tell of one context key, as numbers that are equal for equal facts. */
export interface PrincipalValues {
  readonly numberOf: Int32Array;
  /** The numbers of facts that are exactly one value, by that value. */
  readonly byValue: ReadonlyMap<string, number>;
  /** 1: the fact of this number is exactly one value. */
  readonly isValue: Uint8Array;
}

/** Columns that are kept; past it they are made anew. */
const MOST_COLUMNS = 500;

/** Numbers what each principal tells of a context key, once for each. */
export function keepValues(
  profiles: readonly PrincipalProfile[],
): (contextKey: string) => PrincipalValues {
  return keepEach(
    (contextKey) => contextKey,
    (contextKey) => numberValues(profiles, contextKey),
  );
}

function numberValues(profiles: readonly PrincipalProfile[], contextKey: string): PrincipalValues {
  const numbers = new Map<string, number>();
  const byValue = new Map<string, number>();
  const isValue = new Uint8Array(profiles.length);
  const numberOf = Int32Array.from(profiles, ({ facts }) => {
    const fact = facts(contextKey);
    const text = textOfFact(fact);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(text, number);
    const [only = "", ...others] = fact?.kind === "known" && !fact.open ? fact.values : [];
    // The empty string counts as no value to some operators, protected characters as others.
    if (only !== "" && others.length === 0 && !hasProtected(only)) {
      isValue[number] = 1;
      byValue.set(only, number);
    }
    return number;
  });
  return { numberOf, byValue, isValue };
}

/** Decides tests of nothing but the principal for all principals at once, each test once. */
export function keepAnswers(
  profiles: readonly PrincipalProfile[],
): (test: ConditionTest) => Int32Array {
  const outcomes = new Map<string, number>();
  return keepEach(
    ({ text }) => text,
    (test) =>
      Int32Array.from(profiles, ({ facts }) => {
        const { text } = evaluateTest(test, (contextKey) => facts(contextKey) ?? UNKNOWN);
        const outcome = outcomes.get(text) ?? outcomes.size;
        outcomes.set(text, outcome);
        return outcome;
      }),
  );
}

function keepEach<Asked, Column>(
  nameOf: (asked: Asked) => string,
  make: (asked: Asked) => Column,
): (asked: Asked) => Column {
  const columns = new Map<string, Column>();
  return (asked) => {
    const name = nameOf(asked);
    const kept = columns.get(name);
    if (kept !== undefined) return kept;
    const column = make(asked);
    if (columns.size >= MOST_COLUMNS) columns.clear();
    columns.set(name, column);
    return column;
  };
}
