import { type Formula, fillUnknowns, visitLeaves } from "../../policy/formula.ts";

/** Whether an unknown part, by its text, became known or unknown by the change itself. */
export type Settled = (unknownText: string) => boolean;

/** Unknown parts tried both ways at most. */
const MOST_UNKNOWNS = 10;

/** The texts of all unknown parts. */
export function unknownTexts(...formulas: readonly Formula[]): readonly string[] {
  const texts = new Set<string>();
  for (const formula of formulas) {
    visitLeaves(formula, (leaf) => {
      if (leaf.kind === "unknown") texts.add(leaf.text);
    });
  }
  return [...texts];
}

/** Whether two formulas are the same whatever the settled unknowns are. */
export function differOnlyIn(settled: Settled, before: Formula, after: Formula): boolean {
  return [true, false].every((value) => {
    const fill = (text: string) => (settled(text) ? value : null);
    return fillUnknowns(before, fill).text === fillUnknowns(after, fill).text;
  });
}

/** Whether access moved between two formulas. */
export interface Movement {
  readonly gained: boolean;
  readonly lost: boolean;
}

/**
 * Whether, for some values of the open unknowns and every value of the settled ones, access moved
 * between two formulas without open tests; `complete` is false when there are too many unknowns to
 * try, which are then taken for false.
 */
export function movedBetween(
  before: Formula,
  after: Formula,
  settled: Settled,
): Movement & { readonly complete: boolean } {
  const texts = unknownTexts(before, after);
  const complete = texts.length <= MOST_UNKNOWNS;
  const tried = complete ? texts : [];
  const ofChange = tried.filter(settled);
  let gained = false;
  let lost = false;
  for (const values of truthTables(tried.filter((text) => !settled(text)))) {
    const moved = movedUnder(before, after, values, ofChange);
    gained ||= moved.gained;
    lost ||= moved.lost;
  }
  return { gained, lost, complete };
}

/** Whether access moved whatever the settled unknowns are. */
function movedUnder(
  before: Formula,
  after: Formula,
  values: ReadonlyMap<string, boolean>,
  settled: readonly string[],
): Movement {
  let gained = true;
  let lost = true;
  for (const settledValues of truthTables(settled)) {
    const value = (text: string) => values.get(text) ?? settledValues.get(text) ?? false;
    const b = holds(before, value);
    const a = holds(after, value);
    gained &&= a && !b;
    lost &&= b && !a;
  }
  return { gained, lost };
}

function* truthTables(texts: readonly string[]): Generator<ReadonlyMap<string, boolean>> {
  for (let bits = 0; bits < 2 ** texts.length; bits++) {
    yield new Map(texts.map((text, i) => [text, (bits & (1 << i)) !== 0]));
  }
}

function holds(formula: Formula, unknown: (text: string) => boolean): boolean {
  return fillUnknowns(formula, unknown).kind === "true";
}
