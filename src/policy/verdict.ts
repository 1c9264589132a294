import {
  type ActionSet,
  actionIndexes,
  hasAction,
  intersectActions,
  isEmptySet,
  NO_ACTIONS,
  sameActions,
  subtractActions,
  unionActions,
} from "./action-set.ts";
import { andFormulas, FALSE, type Formula, notFormula, orFormulas, TRUE } from "./formula.ts";

/** Some actions and the formula that holds for them. */
export interface Piece {
  readonly actions: ActionSet;
  readonly formula: Formula;
}

/**
 * A yes, no or maybe for every action of a vocabulary at once: `yes` holds for sure, each piece of
 * `maybe` under its formula (pieces are disjoint, never true or false), all other actions not.
 */
export interface Verdict {
  readonly yes: ActionSet;
  readonly maybe: readonly Piece[];
}

const NO_PIECES: readonly Piece[] = [];
export const NO_VERDICT: Verdict = { yes: NO_ACTIONS, maybe: NO_PIECES };

/** A verdict that holds for sure for these actions and for no other. */
export function surely(actions: ActionSet): Verdict {
  return isEmptySet(actions) ? NO_VERDICT : { yes: actions, maybe: NO_PIECES };
}

/** The verdict that at least one of the pieces holds; pieces may overlap. */
export function anyPiece(pieces: readonly Piece[]): Verdict {
  let yes = NO_ACTIONS;
  let open: Piece[] | null = null;
  for (const piece of pieces) {
    // Stryker disable ConditionalExpression,StringLiteral: settled in the end
    if (piece.formula.kind === "true") yes = unionActions(yes, piece.actions);
    else if (piece.formula.kind !== "false") {
      // Stryker restore all
      open ??= [];
      open.push(piece);
    }
  }
  if (open === null) return surely(yes);
  return settle(yes, disjoint(open, yes));
}

/** Some actions and the formulas of which one has to hold for them. */
interface Alternatives {
  readonly actions: ActionSet;
  readonly formulas: readonly Formula[];
}

/**
 * Splits overlapping pieces so that each action stands in one piece, and drops the decided ones.
 * The formulas for an action are joined once, at the end: thousands of pieces stay linear.
 */
function disjoint(pieces: readonly Piece[], decided: ActionSet): readonly Piece[] {
  // Stryker disable next-line ConditionalExpression: saves time only
  if (pieces.length === 1) return undecided(pieces[0] as Piece, decided);
  const result: Alternatives[] = [];
  for (const { actions, formulas } of byActions(pieces)) {
    let rest = subtractActions(actions, decided);
    for (let i = 0, end = result.length; i < end && !isEmptySet(rest); i++) {
      const other = result[i] as Alternatives;
      const both = intersectActions(rest, other.actions);
      if (isEmptySet(both)) continue;
      rest = subtractActions(rest, both);
      const left = subtractActions(other.actions, both);
      result[i] = { actions: both, formulas: [...other.formulas, ...formulas] };
      if (!isEmptySet(left)) result.push({ actions: left, formulas: other.formulas });
    }
    if (!isEmptySet(rest)) result.push({ actions: rest, formulas });
  }
  return merge(result.map(({ actions, formulas }) => ({ actions, formula: orFormulas(formulas) })));
}

function undecided({ actions, formula }: Piece, decided: ActionSet): readonly Piece[] {
  const rest = subtractActions(actions, decided);
  return isEmptySet(rest) ? NO_PIECES : [{ actions: rest, formula }];
}

/** The formulas of pieces for the same actions together. */
function byActions(pieces: readonly Piece[]): Iterable<Alternatives> {
  const groups = new Map<string, { actions: ActionSet; formulas: Formula[] }>();
  for (const { actions, formula } of pieces) {
    const key = `${actions.lo} ${actions.hi}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { actions, formulas: [formula] });
    else group.formulas.push(formula);
  }
  return groups.values();
}

/** Joins pieces with the same formula and drops those that became true or false (the caller's yes keeps true ones). */
function merge(pieces: readonly Piece[]): readonly Piece[] {
  // Stryker disable next-line ConditionalExpression: saves time only
  if (pieces.length === 0) return NO_PIECES;
  // Stryker disable next-line ConditionalExpression: saves time only
  if (pieces.length === 1) return pieces;
  const byText = new Map<string, Piece>();
  for (const piece of pieces) {
    const other = byText.get(piece.formula.text);
    byText.set(
      piece.formula.text,
      other === undefined
        ? piece
        : { actions: unionActions(other.actions, piece.actions), formula: piece.formula },
    );
  }
  return [...byText.values()];
}

function settle(yes: ActionSet, pieces: readonly Piece[]): Verdict {
  let sure = yes;
  const open: Piece[] = [];
  for (const piece of pieces) {
    if (piece.formula.kind === "true") sure = unionActions(sure, piece.actions);
    else if (piece.formula.kind !== "false") open.push(piece);
  }
  return open.length === 0 ? surely(sure) : { yes: sure, maybe: merge(open) };
}

export function orVerdicts(a: Verdict, b: Verdict): Verdict {
  if (isEmptySet(b.yes) && b.maybe.length === 0) return a;
  if (isEmptySet(a.yes) && a.maybe.length === 0) return b;
  const yes = unionActions(a.yes, b.yes);
  // Stryker disable next-line ConditionalExpression: saves time only
  if (a.maybe.length === 0 && b.maybe.length === 0) return { yes, maybe: NO_PIECES };
  return settle(yes, disjoint([...a.maybe, ...b.maybe], yes));
}

/** The verdict that at least one of the verdicts holds. */
export function anyVerdict(verdicts: readonly Verdict[]): Verdict {
  // Stryker disable next-line ConditionalExpression,EqualityOperator: saves time only
  if (verdicts.length <= 2) return verdicts.reduce(orVerdicts, NO_VERDICT);
  return anyPiece(
    verdicts.flatMap(({ yes, maybe }) => [{ actions: yes, formula: TRUE }, ...maybe]),
  );
}

export function andVerdicts(a: Verdict, b: Verdict): Verdict {
  const yes = intersectActions(a.yes, b.yes);
  // Stryker disable next-line ConditionalExpression: saves time only
  if (a.maybe.length === 0 && b.maybe.length === 0) return surely(yes);
  const pieces: Piece[] = [];
  for (const piece of a.maybe) {
    const actions = intersectActions(piece.actions, b.yes);
    if (!isEmptySet(actions)) pieces.push({ actions, formula: piece.formula });
    for (const other of b.maybe) {
      const both = intersectActions(piece.actions, other.actions);
      if (!isEmptySet(both)) {
        pieces.push({ actions: both, formula: andFormulas([piece.formula, other.formula]) });
      }
    }
  }
  for (const other of b.maybe) {
    const actions = intersectActions(other.actions, a.yes);
    if (!isEmptySet(actions)) pieces.push({ actions, formula: other.formula });
  }
  return settle(yes, pieces);
}

/** What holds under `a` and not under `b`. */
export function andNotVerdict(a: Verdict, b: Verdict): Verdict {
  if (isEmptySet(b.yes) && b.maybe.length === 0) return a;
  let not = subtractActions(allOf(a), b.yes);
  const pieces: Piece[] = [];
  for (const piece of b.maybe) {
    const actions = intersectActions(not, piece.actions);
    // Stryker disable next-line ConditionalExpression: no actions make no piece in the end
    if (isEmptySet(actions)) continue;
    not = subtractActions(not, actions);
    pieces.push({ actions, formula: notFormula(piece.formula) });
  }
  return andVerdicts(a, { yes: not, maybe: pieces });
}

/** The actions that hold surely or maybe. */
export function allOf(verdict: Verdict): ActionSet {
  let set = verdict.yes;
  for (const piece of verdict.maybe) set = unionActions(set, piece.actions);
  return set;
}

/** The formula under which one action holds. */
export function formulaOf(verdict: Verdict, action: number): Formula {
  if (hasAction(verdict.yes, action)) return TRUE;
  for (const piece of verdict.maybe) if (hasAction(piece.actions, action)) return piece.formula;
  return FALSE;
}

/** The verdict for these actions only. */
export function restrictVerdict(verdict: Verdict, actions: ActionSet): Verdict {
  return andVerdicts(verdict, surely(actions));
}

/** A verdict that is the same formula for all the given actions. */
export function sameForAll(actions: ActionSet, formula: Formula): Verdict {
  if (formula.kind === "true") return surely(actions);
  if (formula.kind === "false" || isEmptySet(actions)) return NO_VERDICT;
  return { yes: NO_ACTIONS, maybe: [{ actions, formula }] };
}

/** Whether two verdicts say the same of every action. */
export function sameVerdict(a: Verdict, b: Verdict): boolean {
  if (!sameActions(a.yes, b.yes) || !sameActions(allOf(a), allOf(b))) return false;
  return a.maybe.every((piece) =>
    actionIndexes(piece.actions).every((index) => formulaOf(b, index).text === piece.formula.text),
  );
}
