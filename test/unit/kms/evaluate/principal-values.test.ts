import { describe, expect, it } from "vitest";
import { keepAnswers, keepValues } from "../../../../src/kms/evaluate/principal-values.ts";
import type { PrincipalProfile } from "../../../../src/kms/request/principal-profile.ts";
import { service } from "../../../../src/kms/world/other-principals.ts";
import { ABSENT, type Fact, known, UNKNOWN } from "../../../../src/policy/fact.ts";
import { literalInPattern } from "../../../../src/policy/policy-variable.ts";
import { conditionOn } from "../../policy/sample-test.ts";

const team = "aws:principaltag/team";

/** One that tells this of its team and nothing else. */
const of = (fact: Fact | null): PrincipalProfile => ({
  ...service("s3.amazonaws.com"),
  facts: (contextKey) => (contextKey === team ? fact : null),
});
const several: Fact = known("alpha", "beta");
const open: Fact = { kind: "known", values: ["alpha"], open: true };

describe("what principals tell of a context key", () => {
  it("has a number that is one for equal facts", () => {
    const facts = [known("alpha"), known("beta"), known("alpha"), ABSENT, null, several, ABSENT];
    const { numberOf } = keepValues(facts.map(of))(team);
    expect([...numberOf]).toEqual([0, 1, 0, 2, 3, 4, 2]);
  });

  it.each<readonly [what: string, fact: Fact | null, value: string | null]>([
    ["one value", known("alpha"), "alpha"],
    ["the empty string, which to some operators is none", known(""), null],
    ["a value with a protected character", known(literalInPattern("a*")), null],
    ["several values", several, null],
    ["a value beside which there may be others", open, null],
    ["that it is absent", ABSENT, null],
    ["that nobody knows", UNKNOWN, null],
    ["nothing", null, null],
  ])("is exactly one value or not: %s", (_, fact, value) => {
    const { byValue, isValue } = keepValues([known("beta"), fact].map(of))(team);
    expect([...isValue]).toEqual([1, value === null ? 0 : 1]);
    expect([...byValue]).toEqual([["beta", 0], ...(value === null ? [] : [[value, 1]])]);
  });

  it("is numbered once for each of the last 500 context keys", () => {
    const valuesOf = keepValues([of(known("alpha"))]);
    const values = valuesOf(team);
    for (let other = 1; other < 500; other++) {
      expect(valuesOf(`aws:principaltag/${other}`)).not.toBe(values);
    }
    expect(valuesOf(team)).toBe(values);
    valuesOf("aws:principaltag/500");
    expect(valuesOf(team)).not.toBe(values);
    expect(valuesOf(team)).toEqual(values);
  });
});

describe("what tests come to for principals", () => {
  const answersTo = keepAnswers([known("alpha"), known("beta"), null, known("alpha")].map(of));

  it("has a number that is one for equal outcomes, of this test and of others", () => {
    const [yes, no, unknown, again] = answersTo(conditionOn("StringEquals", team, "alpha"));
    expect(new Set([yes, no, unknown]).size).toBe(3);
    expect(again).toBe(yes);
    const others = answersTo(conditionOn("StringEquals", team, "beta"));
    expect([...others].slice(0, 2)).toEqual([no, yes]);
    // What is unknown of one test is not what is unknown of another.
    expect([yes, no, unknown]).not.toContain(others[2]);
  });

  it("is decided once for tests that say the same", () => {
    const one = answersTo(conditionOn("StringEquals", team, "alpha"));
    expect(answersTo(conditionOn("StringEquals", team, "alpha"))).toBe(one);
    expect(answersTo(conditionOn("StringNotEquals", team, "alpha"))).not.toBe(one);
  });
});
