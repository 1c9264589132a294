import { canonicalContextKey } from "../../policy/context-key.ts";
import { evaluateTest } from "../../policy/evaluate-test.ts";
import { FALSE, type Formula, reduceFormula } from "../../policy/formula.ts";
import {
  type Assignment,
  type ComparedSide,
  contextSpace,
  contextsOf,
  factsIn,
} from "./context-space.ts";
import { isPossibleContext } from "./possible-context.ts";
import { differOnlyIn, movedBetween, type Settled } from "./unknown-values.ts";

export type { ComparedSide } from "./context-space.ts";

export interface ContextWitness {
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /** Whether both sides are decided in it, whatever the unknown parts are. */
  readonly decided: boolean;
}

/** How access moved between two residual conditions. */
export interface FormulaComparison {
  /** Some request is possible now that was not. */
  readonly gains: ContextWitness | null;
  /** Some request was possible that is not now. */
  readonly losses: ContextWitness | null;
  readonly possibleBefore: boolean;
  readonly possibleAfter: boolean;
  /** The bound was reached: there may be more than was found. */
  readonly incomplete: boolean;
}

const NOT_MOVED: FormulaComparison = {
  gains: null,
  losses: null,
  possibleBefore: true,
  possibleAfter: true,
  incomplete: false,
};

/**
 * Compares two residual conditions exactly: both are evaluated on a representative of every class of
 * contexts that their literals can tell apart. `settled` tells of an unknown part whether it became
 * known (or unknown) by the change itself: it counts only if access moved either way.
 */
export function compareFormulas(
  before: ComparedSide,
  after: ComparedSide,
  settled: Settled = () => false,
): FormulaComparison {
  if (differOnlyIn(settled, before.formula, after.formula)) return NOT_MOVED;
  const space = contextSpace(before, after);
  let found: FormulaComparison = {
    ...NOT_MOVED,
    possibleBefore: false,
    possibleAfter: false,
    incomplete: space === null,
  };
  for (const assignment of contextsOf(space ?? [])) {
    if (isPossibleContext(assignment)) {
      found = joined(found, compareIn(assignment, before, after, settled));
    }
  }
  return found;
}

/** What one context tells. */
function compareIn(
  assignment: Assignment,
  before: ComparedSide,
  after: ComparedSide,
  settled: Settled,
): FormulaComparison {
  const b = sideValue(before, assignment);
  const a = sideValue(after, assignment);
  const moved = b.text === a.text ? NEITHER : movedBetween(b, a, settled);
  const denied = { before: b.kind === "false", after: a.kind === "false" };
  return {
    gains: moved.gained ? toWitness(assignment, denied.before && !denied.after) : null,
    losses: moved.lost ? toWitness(assignment, denied.after && !denied.before) : null,
    possibleBefore: !denied.before,
    possibleAfter: !denied.after,
    incomplete: !moved.complete,
  };
}

const NEITHER = { gained: false, lost: false, complete: true };

function joined(a: FormulaComparison, b: FormulaComparison): FormulaComparison {
  return {
    gains: better(a.gains, b.gains),
    losses: better(a.losses, b.losses),
    possibleBefore: a.possibleBefore || b.possibleBefore,
    possibleAfter: a.possibleAfter || b.possibleAfter,
    incomplete: a.incomplete || b.incomplete,
  };
}

/** Contexts come with absent keys first, so the first decided witness is the plainest. */
function better(old: ContextWitness | null, found: ContextWitness | null): ContextWitness | null {
  if (old === null || found === null) return old ?? found;
  return !old.decided && found.decided ? found : old;
}

/** A side's formula in one context: only unknown parts remain. A value that the side cannot have makes it false. */
function sideValue({ formula, facts }: ComparedSide, assignment: Assignment): Formula {
  for (const [lookup, value] of assignment) {
    const fact = facts(lookup);
    if (fact.kind !== "unknown" || fact.oneOf === undefined) continue;
    if (!fact.oneOf.includes(value?.[0] ?? null)) return FALSE;
  }
  return reduceFormula(formula, (test) => evaluateTest(test, factsIn(assignment, facts)));
}

function toWitness(assignment: Assignment, decided: boolean): ContextWitness {
  const context: Record<string, string | readonly string[]> = {};
  for (const [lookup, value] of assignment) {
    if (value === null) continue;
    const [only] = value;
    context[canonicalContextKey(lookup)] = value.length === 1 && only !== undefined ? only : value;
  }
  return { context, decided };
}
