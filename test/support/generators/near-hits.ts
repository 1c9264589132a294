import fc from "fast-check";

/** Replaces one run of characters by a wildcard, so that the pattern matches the text or just misses it. */
export const patternOf = (text: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.nat({ max: text.length }), fc.nat({ max: 12 }), fc.constantFrom("*", "*", "?", "**"))
    .map(([from, length, wildcard]) => {
      const taken = wildcard === "?" ? 1 : length;
      return `${text.slice(0, from)}${wildcard}${text.slice(from + taken)}`;
    });

/** A pattern of ARNs: a segment or the tail of the resource gives way to a wildcard. */
export const arnPatternOf = (arn: string): fc.Arbitrary<string> => {
  const parts = arn.split(":");
  const segment = (index: number, text: string) =>
    parts.map((part, i) => (i === index ? text : part)).join(":");
  return fc.oneof(
    fc.constantFrom(
      segment(4, "*"),
      segment(3, "*"),
      arn.replace(/[^/]*$/, "*"),
      [...parts.slice(0, 5), "*"].join(":"),
      `${arn}*`,
      `${arn.slice(0, -1)}?`,
      arn.replace(/:[^:]*$/, "*"),
    ),
    patternOf(arn),
  );
};

/** Text that matches a pattern: each wildcard is filled with something. */
export const expansionOf = (pattern: string): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom("", "a", "b", "ab", ":", "/"), { minLength: 12, maxLength: 12 })
    .map((fillings) => {
      let next = 0;
      return pattern.replace(/[*?]/g, (wildcard) => {
        const filling = fillings[next++ % fillings.length] ?? "";
        return wildcard === "*" ? filling : (filling[0] ?? "a");
      });
    });

/** The text in another case. */
export const recased = (text: string): fc.Arbitrary<string> =>
  fc.constantFrom(text.toLowerCase(), text.toUpperCase(), text);

/** Draws more often what has more weight: `[weight, arbitrary]`. */
export const weighted = <T>(...choices: readonly [number, fc.Arbitrary<T>][]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));

/** One value of a list, the first ones more often. */
export const mostlyFirst = <T>(...values: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    ...values.map((value, index) => ({
      weight: values.length - index,
      arbitrary: fc.constant(value),
    })),
  );

/** The member, or none at all. */
export const sometimes = <T>(
  weight: number,
  arbitrary: fc.Arbitrary<T>,
): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 100 - weight, arbitrary: fc.constant(undefined) }, { weight, arbitrary });

/** Leaves out the members that are undefined, as JSON does. */
export const told = <T extends object>(members: T): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
