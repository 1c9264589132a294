import fc from "fast-check";
import { expect, it } from "vitest";
import { matchArn } from "../../src/policy/arn-pattern.ts";
import { matchGlob, matchGlobPrefix } from "../../src/policy/glob.ts";
import { arnPatternOf, expansionOf, patternOf } from "../support/generators/near-hits.ts";
import { payrollArn, roles, users } from "../support/generators/pools.ts";
import { runs } from "./runs.ts";

/** The regular expression that a pattern stands for. */
const oracle = (pattern: string): RegExp => {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s");
};

const alphabet = fc.string({ unit: fc.constantFrom("a", "b", ":", "/", "*", "?"), maxLength: 9 });
const plainText = fc.string({ unit: fc.constantFrom("a", "b", ":", "/"), maxLength: 9 });
const arns = fc.constantFrom(payrollArn, ...roles, ...users);
const arnPatterns = arns.chain(arnPatternOf);

/** A pattern and a text that matches it or nearly does. */
const nearHit = fc
  .oneof(
    alphabet,
    plainText.chain((text) => patternOf(text)),
    arnPatterns,
  )
  .chain((pattern) =>
    fc.tuple(
      fc.constant(pattern),
      fc.oneof(
        expansionOf(pattern),
        plainText,
        expansionOf(pattern).map((text) => text.slice(1)),
        expansionOf(pattern).map((text) => `${text}a`),
      ),
    ),
  );

it(`the wildcard matcher agrees with regular expressions, ${runs.told}`, () => {
  let matched = 0;
  fc.assert(
    fc.property(nearHit, ([pattern, text]) => {
      const expected = oracle(pattern).test(text);
      if (expected) matched++;
      expect(matchGlob(pattern, text)).toBe(expected);
    }),
    runs.of(5000),
  );
  expect(matched).toBeGreaterThan(1000);
});

it(`an ARN pattern matches segment by segment, ${runs.told}`, () => {
  const near = arnPatterns.chain((pattern) =>
    fc.tuple(fc.constant(pattern), fc.oneof(arns, expansionOf(pattern))),
  );
  const segments = (text: string) => {
    const [a, b, c, d, e, ...rest] = text.split(":");
    return rest.length === 0 ? null : [a, b, c, d, e, rest.join(":")];
  };
  let matched = 0;
  fc.assert(
    fc.property(near, ([pattern, text]) => {
      const [patterns, texts] = [segments(pattern), segments(text)];
      const expected =
        pattern === text ||
        (patterns !== null &&
          texts !== null &&
          patterns.every((part, index) => oracle(part ?? "").test(texts[index] ?? "")));
      if (expected) matched++;
      expect(matchArn(pattern, text)).toBe(expected);
    }),
    runs.of(5000),
  );
  expect(matched).toBeGreaterThan(1000);
});

it(`a pattern stands to a beginning as to the texts that begin with it, ${runs.told}`, () => {
  fc.assert(
    fc.property(
      alphabet,
      plainText,
      fc.array(plainText, { minLength: 8 }),
      (pattern, start, tails) => {
        const extent = matchGlobPrefix(pattern, start);
        const outcomes = tails.map((tail) => oracle(pattern).test(start + tail));
        if (extent === "all") expect(outcomes).not.toContain(false);
        if (extent === "none") expect(outcomes).not.toContain(true);
      },
    ),
    runs.of(1000),
  );
});
