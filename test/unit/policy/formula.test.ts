import { describe, expect, it } from "vitest";
import { open } from "../../../src/policy/evaluate-test.ts";
import {
  andFormulas,
  FALSE,
  type Formula,
  fillUnknowns,
  markUnknowns,
  notFormula,
  orFormulas,
  reduceFormula,
  TRUE,
  unknownFormula,
  visitLeaves,
} from "../../../src/policy/formula.ts";
import { conditionOn } from "./sample-test.ts";

const leaf = (value: string) => open(conditionOn("StringEquals", "aws:username", value));
const [a, b, c] = [leaf("a"), leaf("b"), leaf("c")];
const unknown = unknownFormula("code", "reason");
const not = notFormula;
const and = (...parts: readonly Formula[]) => andFormulas(parts);
const or = (...parts: readonly Formula[]) => orFormulas(parts);

describe("building formulas", () => {
  it.each([
    ["nothing at all is true", and(), TRUE],
    ["nothing of it is false", or(), FALSE],
    ["true is neutral", and(TRUE, a), a],
    ["false is neutral", or(FALSE, a), a],
    ["false decides", and(a, FALSE, b), FALSE],
    ["true decides", or(a, TRUE, b), TRUE],
    ["one part stands alone", and(a), a],
    ["a part counts once", and(a, leaf("a")), a],
    ["a part counts once", or(a, a), a],
    ["not true", not(TRUE), FALSE],
    ["not false", not(FALSE), TRUE],
    ["not not", not(not(a)), a],
    ["contradiction", and(a, b, not(a)), FALSE],
    ["excluded middle", or(a, b, not(a)), TRUE],
    ["absorption", or(a, and(a, b)), a],
    ["absorption", and(or(a, b), b), b],
    ["absorption of several", or(and(a, b), c, and(c, a)), or(and(a, b), c)],
    ["nested and", and(a, and(b, c)), and(a, b, c)],
    ["nested or", or(or(a, b), c), or(a, b, c)],
    ["a nested dominant", and(a, and(b, not(a))), FALSE],
    ["a part and the negation of its like", and(a, not(or(a, b))), FALSE],
    ["a part or the negation of its like", or(a, not(and(a, b))), TRUE],
    ["unknown cancels with itself", and(unknown, not(unknown)), FALSE],
  ])("%s", (_, formula, expected) => {
    expect(formula).toEqual(expected);
  });

  it("keeps what only looks like a contradiction", () => {
    expect(and(a, not(and(a, b))).kind).toBe("and");
    expect(or(a, not(or(a, b))).kind).toBe("or");
  });

  it("has one text whatever the order", () => {
    expect(and(a, b, c)).toEqual(and(c, b, a));
    expect(or(a, not(b)).text).toBe(or(not(b), a).text);
    expect(and(a, b).text).not.toBe(or(a, b).text);
    expect(not(a).text).not.toBe(a.text);
    expect(and(a, b)).toMatchObject({ kind: "and", parts: [a, b] });
    expect(or(a, b)).toMatchObject({ kind: "or", parts: [a, b] });
  });

  it("is written with `!`, `&` and `|`", () => {
    expect(not(a).text).toBe(`!${a.text}`);
    expect(and(a, b).text).toBe(`(${a.text}&${b.text})`);
    expect(or(a, b).text).toBe(`(${a.text}|${b.text})`);
    expect([TRUE.text, FALSE.text]).toEqual(["true", "false"]);
  });

  it("tells unknowns apart by code and reason", () => {
    expect(unknownFormula("code", "reason").text).toBe(unknown.text);
    expect(unknownFormula("code", "other").text).not.toBe(unknown.text);
    expect(unknownFormula("other", "reason").text).not.toBe(unknown.text);
  });
});

describe("reduceFormula", () => {
  const decide = (truth: Readonly<Record<string, Formula>>) => (formula: Formula) =>
    reduceFormula(formula, (test) => truth[test.values[0] ?? ""] ?? open(test));

  it.each([
    ["a test", a, TRUE],
    ["not", not(a), FALSE],
    ["and", and(a, b), FALSE],
    ["or", or(b, c), c],
    ["a mixture", or(and(a, c), and(b, c)), c],
    ["unknown parts", and(a, unknown), unknown],
    ["true", TRUE, TRUE],
    ["false", FALSE, FALSE],
  ])("decides %s", (_, formula, expected) => {
    expect(decide({ a: TRUE, b: FALSE })(formula)).toEqual(expected);
  });
});

describe("fillUnknowns", () => {
  const other = unknownFormula("other", "reason");
  const fill = (formula: Formula, value: boolean | null) =>
    fillUnknowns(formula, (text) => (text === unknown.text ? value : null));

  it.each([
    [unknown, true, TRUE],
    [unknown, false, FALSE],
    [unknown, null, unknown],
    [other, true, other],
    [not(unknown), true, FALSE],
    [and(unknown, a), true, a],
    [and(unknown, a), false, FALSE],
    [or(unknown, other), false, other],
    [or(unknown, other), true, TRUE],
    [a, true, a],
    [TRUE, false, TRUE],
  ])("%j with %j", (formula, value, expected) => {
    expect(fill(formula, value)).toEqual(expected);
  });
});

describe("markUnknowns", () => {
  it("makes unknowns of their own, once", () => {
    const marked = markUnknowns(unknown, ":Deny");
    expect(marked).toEqual({ ...unknown, text: `${unknown.text}:Deny` });
    expect(markUnknowns(marked, ":Deny")).toBe(marked);
    expect(and(unknown, not(marked)).kind).toBe("and");
  });

  it("reaches into every part and leaves the rest", () => {
    const marked = markUnknowns(unknown, "!");
    expect(markUnknowns(not(unknown), "!")).toEqual(not(marked));
    expect(markUnknowns(and(a, unknown), "!")).toEqual(and(a, marked));
    expect(markUnknowns(or(a, unknown), "!")).toEqual(or(a, marked));
    for (const untouched of [TRUE, FALSE, a]) expect(markUnknowns(untouched, "!")).toBe(untouched);
  });
});

describe("visitLeaves", () => {
  it("visits each test and each unknown part once", () => {
    const visited: Formula[] = [];
    visitLeaves(or(and(a, unknown), and(not(b), unknown), and(a, c)), (one) => visited.push(one));
    expect(visited.map(({ text }) => text).sort()).toEqual(
      [a, b, c, unknown].map(({ text }) => text).sort(),
    );
  });

  it("visits nothing in what is decided", () => {
    for (const decided of [TRUE, FALSE]) {
      visitLeaves(decided, () => {
        throw new Error("visited");
      });
    }
  });
});
