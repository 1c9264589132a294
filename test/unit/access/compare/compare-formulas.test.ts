import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compareFormulas,
  type FormulaComparison,
} from "../../../../src/access/compare/compare-formulas.ts";
import { evaluateTest, open } from "../../../../src/policy/evaluate-test.ts";
import { type Fact, type Facts, known, UNKNOWN } from "../../../../src/policy/fact.ts";
import {
  andFormulas,
  FALSE,
  type Formula,
  notFormula,
  orFormulas,
  reduceFormula,
  TRUE,
  unknownFormula,
} from "../../../../src/policy/formula.ts";
import { conditionOn, factsFrom } from "../../policy/sample-test.ts";

const nothing: Facts = () => UNKNOWN;
const test = (operator: string, key: string, ...values: readonly string[]) =>
  open(conditionOn(operator, key, ...values));
const app = (operator: string, ...values: readonly string[]) =>
  test(operator, "kms:EncryptionContext:app", ...values);
const unknown = unknownFormula("policyUnreadable", "the boundary could not be read");
const other = unknownFormula("sessionPolicyAndGrant", "why");

const compare = (
  before: Formula,
  after: Formula,
  settled?: (text: string) => boolean,
): FormulaComparison =>
  compareFormulas({ formula: before, facts: nothing }, { formula: after, facts: nothing }, settled);

/** gained, lost, both, or nothing. */
const wordOf = ({ gains, losses }: FormulaComparison): string =>
  [gains === null ? "" : "gained", losses === null ? "" : "lost"].join(" ").trim();

const and = (...parts: readonly Formula[]) => andFormulas(parts);
const or = (...parts: readonly Formula[]) => orFormulas(parts);

describe("compareFormulas", () => {
  it.each([
    ["nothing to everything", FALSE, TRUE, "gained"],
    ["everything to nothing", TRUE, FALSE, "lost"],
    ["nothing to something", FALSE, app("StringEquals", "a"), "gained"],
    ["something to everything", app("StringEquals", "a"), TRUE, "gained"],
    ["one value more", app("StringEquals", "a"), app("StringEquals", "a", "b"), "gained"],
    ["one value less", app("StringEquals", "a", "b"), app("StringEquals", "a"), "lost"],
    ["another value", app("StringEquals", "a"), app("StringEquals", "b"), "gained lost"],
    ["a wider pattern", app("StringLike", "team-a*"), app("StringLike", "team-*"), "gained"],
    ["the same in other words", app("StringLike", "a"), app("StringEquals", "a"), ""],
    ["the same by negation", notFormula(app("StringNotEquals", "a")), app("StringEquals", "a"), ""],
    ["a pattern for a list", app("StringLike", "a?"), app("StringLike", "a*"), "gained"],
    ["the empty value", app("StringLike", "*"), app("StringLike", "?*"), "lost"],
    ["absence", app("StringEquals", "a"), app("StringEqualsIfExists", "a"), "gained"],
    ["case", app("StringEquals", "A"), app("StringEqualsIgnoreCase", "a"), "gained"],
    [
      "a pair whose name the list has in any case",
      test("ForAllValues:StringNotLike", "kms:EncryptionContextKeys", "App"),
      app("StringNotLikeIfExists", "blue"),
      "gained lost",
    ],
    [
      "a pair whose list is there or not",
      test("Null", "kms:EncryptionContextKeys", "false"),
      app("StringEquals", "a"),
      "lost",
    ],
    [
      "a smaller range",
      test("IpAddress", "aws:SourceIp", "203.0.113.0/24"),
      test("IpAddress", "aws:SourceIp", "203.0.113.128/25"),
      "lost",
    ],
    [
      "all of IPv6",
      test("IpAddress", "aws:SourceIp", "0.0.0.0/0"),
      test("IpAddress", "aws:SourceIp", "0.0.0.0/0", "::/0"),
      "gained",
    ],
    [
      "a later date",
      test("DateLessThan", "aws:CurrentTime", "2026-11-21T09:00:00Z"),
      test("DateLessThan", "aws:CurrentTime", "2026-11-21T09:00:01Z"),
      "gained",
    ],
    [
      "the limit itself",
      test("NumericLessThan", "aws:MultiFactorAuthAge", "3600"),
      test("NumericLessThanEquals", "aws:MultiFactorAuthAge", "3600"),
      "gained",
    ],
    [
      "all values instead of any",
      test("ForAnyValue:StringEquals", "aws:TagKeys", "a"),
      test("ForAllValues:StringEquals", "aws:TagKeys", "a"),
      "gained lost",
    ],
    [
      "another key",
      app("StringEquals", "a"),
      test("StringEquals", "aws:SourceVpce", "vpce-0a1b2c3d"),
      "gained lost",
    ],
    [
      "a condition more",
      app("StringEquals", "a"),
      and(app("StringEquals", "a"), test("Bool", "aws:SecureTransport", "true")),
      "lost",
    ],
    ["what is unknown to everything", unknown, TRUE, "gained"],
    ["everything to what is unknown", TRUE, unknown, "lost"],
    ["one unknown to another", unknown, other, "gained lost"],
    ["an unknown that matters no more", or(unknown, app("StringEquals", "a")), unknown, "lost"],
  ])("%s", (_, before, after, word) => {
    const comparison = compare(before, after);
    expect(wordOf(comparison)).toBe(word);
    expect(comparison.incomplete).toBe(false);
    expect(wordOf(compare(before, before))).toBe("");
    const back = { "": "", gained: "lost", lost: "gained", "gained lost": "gained lost" };
    expect(wordOf(compare(after, before))).toBe(back[word as keyof typeof back]);
  });

  it("tells a plain request in which it moved", () => {
    expect(compare(FALSE, app("StringEquals", "a")).gains).toEqual({
      context: { "kms:EncryptionContext:app": "a" },
      decided: true,
    });
    expect(compare(TRUE, app("StringEquals", "a")).losses).toEqual({ context: {}, decided: true });
    const many = compare(FALSE, test("ForAnyValue:StringEquals", "aws:TagKeys", "a"));
    expect(many.gains?.context).toEqual({ "aws:TagKeys": "a" });
    const two = compare(
      FALSE,
      and(
        test("ForAnyValue:StringEquals", "aws:TagKeys", "a"),
        test("ForAnyValue:StringEquals", "aws:TagKeys", "b"),
      ),
    );
    expect(two.gains?.context).toEqual({ "aws:TagKeys": ["a", "b"] });
  });

  it("prefers a request that is decided, whatever the unknown parts are", () => {
    const after = or(and(unknown, app("StringEquals", "a")), app("StringEquals", "b"));
    expect(compare(FALSE, after).gains).toEqual({
      context: { "kms:EncryptionContext:app": "a" },
      decided: true,
    });
    expect(compare(unknown, TRUE).gains).toEqual({ context: {}, decided: false });
    const before = or(unknown, app("StringEquals", "a"));
    expect(
      compare(and(before, app("StringLike", "*")), app("StringLike", "*")).gains?.decided,
    ).toBe(false);
  });

  it("tells whether anything was or is possible", () => {
    const possible = (before: Formula, after: Formula) => {
      const { possibleBefore, possibleAfter } = compare(before, after);
      return [possibleBefore, possibleAfter];
    };
    expect(possible(FALSE, app("StringEquals", "a"))).toEqual([false, true]);
    expect(possible(unknown, FALSE)).toEqual([true, false]);
    const never = and(app("StringEquals", "a"), app("StringEquals", "b"));
    expect(possible(never, TRUE)).toEqual([false, true]);
  });

  it("keeps to possible contexts", () => {
    const names = (operator: string) => test(operator, "kms:EncryptionContextKeys", "app");
    const without = (operator: string) => and(app("StringLike", "*"), notFormula(names(operator)));
    expect(wordOf(compare(FALSE, without("ForAnyValue:StringEqualsIgnoreCase")))).toBe("");
    // The pair may be named `App`: the case of its name matters to the list only.
    expect(wordOf(compare(FALSE, without("ForAnyValue:StringEquals")))).toBe("gained");
    const via = test("StringLike", "kms:ViaService", "*");
    expect(wordOf(compare(FALSE, and(via, test("Bool", "aws:ViaAWSService", "false"))))).toBe("");
  });
});

describe("unknown parts that the change settled", () => {
  const settled = (text: string) => text === unknown.text;
  it("move nothing by being settled", () => {
    expect(wordOf(compare(unknown, TRUE, settled))).toBe("");
    expect(wordOf(compare(unknown, FALSE, settled))).toBe("");
    expect(
      wordOf(compare(and(unknown, app("StringEquals", "a")), app("StringEquals", "a"), settled)),
    ).toBe("");
  });

  it("hide nothing that moved whatever they are", () => {
    const before = and(unknown, app("StringEquals", "a"));
    expect(wordOf(compare(before, app("StringEquals", "a", "b"), settled))).toBe("gained");
    expect(wordOf(compare(or(unknown, TRUE), FALSE, settled))).toBe("lost");
    expect(wordOf(compare(and(unknown, other), and(unknown, TRUE), settled))).toBe("");
  });
});

describe("what is known of an open key", () => {
  const key = "kms:requestalias";
  const alias = (operator: string, ...values: readonly string[]) =>
    test(operator, "kms:RequestAlias", ...values);
  const compareKnowing = (
    before: Formula,
    after: Formula,
    ofBefore: Fact,
    ofAfter: Fact = ofBefore,
  ) =>
    compareFormulas(
      { formula: before, facts: factsFrom({ [key]: ofBefore }) },
      { formula: after, facts: factsFrom({ [key]: ofAfter }) },
    );
  const oneOf = (...values: readonly (string | null)[]): Fact => ({
    kind: "unknown",
    oneOf: values,
  });

  it("bounds the values to try", () => {
    const fact = oneOf(null, "alias/a");
    expect(wordOf(compareKnowing(FALSE, alias("StringEquals", "alias/a"), fact))).toBe("gained");
    expect(wordOf(compareKnowing(FALSE, alias("StringEquals", "alias/b"), fact))).toBe("");
    expect(
      wordOf(compareKnowing(alias("StringLike", "*"), alias("StringEquals", "alias/a"), fact)),
    ).toBe("");
  });

  it("may differ between the sides", () => {
    const like = alias("StringLike", "alias/*");
    const comparison = compareKnowing(like, like, oneOf(null, "alias/a"), oneOf(null, "alias/b"));
    // The formulas are the same; what moved is which alias the key has.
    expect(wordOf(comparison)).toBe("");
    const moved = compareKnowing(
      like,
      or(like, FALSE, alias("Null", "true")),
      oneOf("alias/a"),
      oneOf("alias/b"),
    );
    expect([moved.gains?.context, moved.losses?.context]).toEqual([
      { "kms:RequestAlias": "alias/b" },
      { "kms:RequestAlias": "alias/a" },
    ]);
  });

  it("knows what a key is there with", () => {
    const present: Fact = { kind: "unknown", present: true };
    expect(wordOf(compareKnowing(FALSE, alias("Null", "true"), present))).toBe("");
    expect(
      wordOf(
        compareKnowing(FALSE, alias("StringLike", "x*"), { kind: "unknown", prefix: "alias/" }),
      ),
    ).toBe("");
    const inPrefix = compareKnowing(FALSE, alias("StringLike", "*"), {
      kind: "unknown",
      prefix: "alias/",
    });
    expect(inPrefix.gains?.context).toEqual({ "kms:RequestAlias": "alias/x" });
    const longer = compareKnowing(
      alias("StringEquals", "alias/a"),
      alias("StringLike", "alias/a*"),
      { kind: "unknown", prefix: "alias/" },
    );
    expect(wordOf(longer)).toBe("gained");
  });

  it("keeps the values that are told of a list", () => {
    const facts = factsFrom({ "aws:tagkeys": { kind: "known", values: ["a"], open: true } });
    const any = (value: string) => test("ForAnyValue:StringEquals", "aws:TagKeys", value);
    const comparison = compareFormulas({ formula: FALSE, facts }, { formula: any("b"), facts });
    expect(comparison.gains?.context).toEqual({ "aws:TagKeys": ["a", "b"] });
  });
});

describe("variables", () => {
  it("take every value of the key that they name", () => {
    const own = test("StringEquals", "kms:EncryptionContext:app", "${aws:SourceIdentity}");
    expect(wordOf(compare(FALSE, own))).toBe("gained");
    expect(wordOf(compare(own, and(own, test("StringLike", "aws:SourceIdentity", "a*"))))).toBe(
      "lost",
    );
  });

  it("have the value that each side knows", () => {
    const tagged = test("StringEquals", "kms:EncryptionContext:app", "${aws:PrincipalTag/team}");
    const facts = (team: Fact) =>
      factsFrom({ "kms:encryptioncontext:app": UNKNOWN, "aws:PrincipalTag/team": team });
    const side = (team: Fact) => ({
      formula: reduceFormula(tagged, (one) => evaluateTest(one, facts(team))),
      facts: facts(team),
    });
    const comparison = compareFormulas(side(known("alpha")), side(known("beta")));
    expect([comparison.losses?.context, comparison.gains?.context]).toEqual([
      { "kms:EncryptionContext:app": "alpha" },
      { "kms:EncryptionContext:app": "beta" },
    ]);
    const unread: Fact = { kind: "undocumented", code: "principalTagsUnreadable", reason: "why" };
    const open = compareFormulas(side(unread), side(known("alpha")));
    expect(open.gains?.decided).toBe(false);
  });
});

describe("bounds", () => {
  it("are told", () => {
    const tagKeys = Array.from({ length: 9 }, (_, i) => `tag-${i}`);
    const any = test("ForAnyValue:StringEquals", "aws:TagKeys", ...tagKeys);
    expect(compare(FALSE, any)).toMatchObject({ incomplete: true, gains: null });
    const wide = Array.from({ length: 6 }, (_, i) =>
      test("StringEquals", `kms:EncryptionContext:k${i}`, "a", "b", "c", "d"),
    );
    expect(compare(FALSE, and(...wide)).incomplete).toBe(true);
    expect(compare(FALSE, and(...wide.slice(2))).incomplete).toBe(false);
    const unknowns = Array.from({ length: 11 }, (_, i) => unknownFormula("code", `${i}`));
    expect(compare(FALSE, or(...unknowns))).toMatchObject({
      incomplete: true,
      possibleAfter: true,
    });
    expect(compare(FALSE, or(...unknowns.slice(1)))).toMatchObject({ incomplete: false });
  });
});

describe("against brute force", () => {
  const pool: readonly Formula[] = [
    app("StringLike", "a*"),
    app("StringLike", "*b"),
    app("StringEquals", "ab"),
    app("StringNotEqualsIfExists", "b"),
    app("Null", "true"),
    test("IpAddress", "aws:SourceIp", "203.0.113.0/24"),
    test("NotIpAddress", "aws:SourceIp", "203.0.113.128/25", "::/0"),
    test("NumericLessThan", "aws:MultiFactorAuthAge", "10"),
    test("NumericGreaterThanEqualsIfExists", "aws:MultiFactorAuthAge", "9.5"),
  ];
  const formulaArbitrary: fc.Arbitrary<Formula> = fc.letrec<{ formula: Formula }>((tie) => ({
    formula: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(...pool),
      tie("formula").map(notFormula),
      fc.array(tie("formula"), { minLength: 2, maxLength: 3 }).map(andFormulas),
      fc.array(tie("formula"), { minLength: 2, maxLength: 3 }).map(orFormulas),
    ),
  })).formula;
  const values: Readonly<Record<string, readonly (string | null)[]>> = {
    // One of each kind that the patterns can tell apart, with and without the others' ends.
    "kms:EncryptionContext:app": [null, "", "a", "b", "ab", "abb", "ba", "bb", "c", "ac", "cb"],
    "aws:SourceIp": [null, "203.0.113.1", "203.0.113.200", "203.0.112.1", "2001:db8::1", "8.8.8.8"],
    "aws:MultiFactorAuthAge": [null, "0", "9.4", "9.5", "9.7", "10", "11"],
  };
  const contexts = Object.entries(values).reduce<Readonly<Record<string, string>>[]>(
    (all, [key, ofKey]) =>
      all.flatMap((context) =>
        ofKey.map((value) => (value === null ? context : { ...context, [key]: value })),
      ),
    [{}],
  );
  const holds = (formula: Formula, context: Readonly<Record<string, string | readonly string[]>>) =>
    reduceFormula(formula, (one) => evaluateTest(one, factsFrom(context))).kind === "true";

  it("finds what moved, with a witness", () => {
    fc.assert(
      fc.property(formulaArbitrary, formulaArbitrary, (before, after) => {
        const { gains, losses, incomplete } = compare(before, after);
        expect(incomplete).toBe(false);
        const gained = contexts.some((context) => !holds(before, context) && holds(after, context));
        const lost = contexts.some((context) => holds(before, context) && !holds(after, context));
        expect([gains !== null, losses !== null]).toEqual([gained, lost]);
        if (gains !== null) {
          expect([holds(before, gains.context), holds(after, gains.context)]).toEqual([
            false,
            true,
          ]);
        }
        if (losses !== null) {
          expect([holds(before, losses.context), holds(after, losses.context)]).toEqual([
            true,
            false,
          ]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
