import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ActionSet,
  actionIndexes,
  NO_ACTIONS,
  singleAction,
  unionActions,
} from "../../../src/policy/action-set.ts";
import { open } from "../../../src/policy/evaluate-test.ts";
import {
  andFormulas,
  FALSE,
  type Formula,
  notFormula,
  orFormulas,
  reduceFormula,
  TRUE,
} from "../../../src/policy/formula.ts";
import {
  allOf,
  andNotVerdict,
  andVerdicts,
  anyPiece,
  anyVerdict,
  formulaOf,
  NO_VERDICT,
  orVerdicts,
  type Piece,
  restrictVerdict,
  sameForAll,
  surely,
  type Verdict,
} from "../../../src/policy/verdict.ts";
import { conditionOn } from "./sample-test.ts";

const setOf = (...indexes: readonly number[]): ActionSet =>
  indexes.reduce((set, index) => unionActions(set, singleAction(index)), NO_ACTIONS);
const leaf = (value: string) => open(conditionOn("StringEquals", "aws:username", value));
const [a, b] = [leaf("a"), leaf("b")];
/** Actions of both words. */
const ACTIONS = [0, 1, 31, 32, 40];

const pieceArbitrary: fc.Arbitrary<Piece> = fc.record({
  actions: fc.subarray(ACTIONS).map((indexes) => setOf(...indexes)),
  formula: fc.constantFrom<Formula>(
    TRUE,
    FALSE,
    a,
    b,
    notFormula(a),
    andFormulas([a, b]),
    orFormulas([a, b]),
  ),
});
const verdictArbitrary = fc.array(pieceArbitrary, { maxLength: 4 }).map(anyPiece);

/** A formula's value for each value of the two tests. */
const truthTable = (formula: Formula): string =>
  [
    [TRUE, TRUE],
    [TRUE, FALSE],
    [FALSE, TRUE],
    [FALSE, FALSE],
  ]
    .map(([ofA, ofB]) =>
      reduceFormula(formula, (test) => (test.values[0] === "a" ? ofA : ofB) as Formula),
    )
    .map(({ kind }) => kind)
    .join(" ");

const tablesOf = (verdict: Verdict): readonly string[] =>
  ACTIONS.map((action) => truthTable(formulaOf(verdict, action)));

/** Each action stands in one place, and no piece is decided. */
function expectWellFormed({ yes, maybe }: Verdict): void {
  const places = [yes, ...maybe.map(({ actions }) => actions)].flatMap(actionIndexes);
  expect(new Set(places).size).toBe(places.length);
  for (const { actions, formula } of maybe) {
    expect(actionIndexes(actions)).not.toEqual([]);
    expect(["true", "false"]).not.toContain(formula.kind);
  }
}

describe("verdicts on all actions at once say what formulas say of each", () => {
  const both = fc.tuple(verdictArbitrary, verdictArbitrary);
  const laws: readonly (readonly [
    string,
    (x: Verdict, y: Verdict) => Verdict,
    (x: Formula, y: Formula) => Formula,
  ])[] = [
    ["orVerdicts", orVerdicts, (x, y) => orFormulas([x, y])],
    ["andVerdicts", andVerdicts, (x, y) => andFormulas([x, y])],
    ["andNotVerdict", andNotVerdict, (x, y) => andFormulas([x, notFormula(y)])],
  ];
  it.each(laws)("%s", (_, joinVerdicts, joinFormulas) => {
    fc.assert(
      fc.property(both, ([x, y]) => {
        const joined = joinVerdicts(x, y);
        expectWellFormed(joined);
        for (const action of ACTIONS) {
          const formula = joinFormulas(formulaOf(x, action), formulaOf(y, action));
          expect(truthTable(formulaOf(joined, action))).toBe(truthTable(formula));
        }
      }),
    );
  });

  it("anyPiece", () => {
    fc.assert(
      fc.property(fc.array(pieceArbitrary, { maxLength: 5 }), (pieces) => {
        const verdict = anyPiece(pieces);
        expectWellFormed(verdict);
        for (const action of ACTIONS) {
          const own = pieces.filter(({ actions }) => actionIndexes(actions).includes(action));
          expect(truthTable(formulaOf(verdict, action))).toBe(
            truthTable(orFormulas(own.map(({ formula }) => formula))),
          );
        }
      }),
    );
  });

  it("anyVerdict, of many as of two at a time", () => {
    fc.assert(
      fc.property(fc.array(verdictArbitrary, { maxLength: 4 }), (verdicts) => {
        const verdict = anyVerdict(verdicts);
        expectWellFormed(verdict);
        expect(tablesOf(verdict)).toEqual(tablesOf(verdicts.reduce(orVerdicts, NO_VERDICT)));
      }),
    );
  });

  it("sameForAll", () => {
    const two = setOf(1, 40);
    expect(sameForAll(two, TRUE)).toEqual(surely(two));
    expect(sameForAll(two, FALSE)).toEqual(NO_VERDICT);
    expect(sameForAll(NO_ACTIONS, a)).toEqual(NO_VERDICT);
    expect(sameForAll(two, a)).toEqual({ yes: NO_ACTIONS, maybe: [{ actions: two, formula: a }] });
  });

  it("restrictVerdict and allOf", () => {
    fc.assert(
      fc.property(verdictArbitrary, fc.subarray(ACTIONS), (verdict, indexes) => {
        const restricted = restrictVerdict(verdict, setOf(...indexes));
        for (const action of ACTIONS) {
          expect(formulaOf(restricted, action)).toEqual(
            indexes.includes(action) ? formulaOf(verdict, action) : FALSE,
          );
        }
        expect(actionIndexes(allOf(verdict))).toEqual(
          ACTIONS.filter((action) => formulaOf(verdict, action).kind !== "false"),
        );
      }),
    );
  });
});

describe("special verdicts", () => {
  it("are shared where they say nothing", () => {
    expect(surely(NO_ACTIONS)).toBe(NO_VERDICT);
    expect(sameForAll(NO_ACTIONS, a)).toBe(NO_VERDICT);
    expect(sameForAll(setOf(1), FALSE)).toBe(NO_VERDICT);
    expect(anyPiece([])).toBe(NO_VERDICT);
    expect(anyPiece([{ actions: setOf(1), formula: FALSE }])).toBe(NO_VERDICT);
  });

  it("give the other side back where one says nothing", () => {
    const verdict = sameForAll(setOf(1), a);
    expect(orVerdicts(verdict, NO_VERDICT)).toBe(verdict);
    expect(orVerdicts(NO_VERDICT, verdict)).toBe(verdict);
    expect(andNotVerdict(verdict, NO_VERDICT)).toBe(verdict);
    expect(andVerdicts(verdict, NO_VERDICT)).toBe(NO_VERDICT);
  });

  it("hold for the given actions alone", () => {
    expect(tablesOf(sameForAll(setOf(0, 32), TRUE))).toEqual(tablesOf(surely(setOf(0, 32))));
    expect(formulaOf(sameForAll(setOf(0, 32), a), 32)).toBe(a);
    expect(formulaOf(sameForAll(setOf(0, 32), a), 1)).toBe(FALSE);
    expect(formulaOf(surely(setOf(0)), 0)).toBe(TRUE);
  });

  it("joins actions under the same condition in one piece", () => {
    const verdict = anyPiece([
      { actions: setOf(0), formula: a },
      { actions: setOf(32), formula: leaf("a") },
      { actions: setOf(1), formula: b },
    ]);
    expect(verdict.maybe.map(({ actions }) => actionIndexes(actions))).toEqual([[0, 32], [1]]);
  });
});
