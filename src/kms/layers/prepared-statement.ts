import {
  type ActionSet,
  intersectActions,
  isEmptySet,
  subtractActions,
} from "../../policy/action-set.ts";
import type { CompiledStatement } from "../../policy/compile-policy.ts";
import { type ConditionTest, variablesOf } from "../../policy/condition-test.ts";
import { evaluateTest } from "../../policy/evaluate-test.ts";
import type { Facts } from "../../policy/fact.ts";
import {
  andFormulas,
  type Formula,
  markUnknowns,
  reduceFormula,
  unknownFormula,
  visitLeaves,
} from "../../policy/formula.ts";
import type { Piece } from "../../policy/verdict.ts";
import type { Layer } from "../decision.ts";
import { RETIRE_GRANT } from "../kms-vocabulary.ts";
import type { PlacedStatement } from "../layer-policy.ts";
import type { PrincipalFacts } from "../request/principal-facts.ts";
import { isPrincipalKey } from "../request/principal-profile.ts";
import { factsBeforePrincipal, hasKeyId, matchTarget, type Target } from "../request/target.ts";
import { unreadableEffect } from "../unreadable-policy.ts";

/** A statement with everything filled in but the principal. */
export interface PreparedStatement {
  readonly placed: PlacedStatement;
  readonly pieces: readonly Piece[];
  /** What it waits for; null: nothing. */
  readonly waiting: Waiting | null;
}

/** What a statement waits to learn of the principal. */
export interface Waiting {
  /** The context keys of the principal for which some test waits. */
  readonly contextKeys: readonly string[];
  /** Whether it waits for who the principal is: each has an ARN of its own. */
  readonly asksWho: boolean;
  /** The tests that wait. */
  readonly tests: readonly ConditionTest[];
  /** The pieces for principals that do not differ in what the statement waits for. */
  readonly byPrincipal: Map<string, readonly Piece[]>;
  /** The pieces by what they say: equal pieces are one object. */
  readonly byText: Map<string, readonly Piece[]>;
}

/** Layers in which AWS refuses or does not document tests of the key's tags and aliases. */
const WITHOUT_RESOURCE_ABAC: readonly Layer[] = [
  "key-policy",
  "resource-control-policy",
  "vpc-endpoint-policy",
];

/** Fills in what the target tells of each statement; statements that cannot matter are left out. */
export function prepareStatements(
  statements: readonly PlacedStatement[],
  target: Target,
): readonly PreparedStatement[] {
  const prepared: PreparedStatement[] = [];
  for (const placed of statements) {
    // Stryker disable next-line ConditionalExpression: saves time only
    if (placed.statement !== null && !mayConcern(placed.statement, target)) continue;
    const facts = factsBeforePrincipal(target, placed.effect);
    const pieces = preparePieces(placed, target, inLayer(facts, placed.place.layer));
    // Stryker disable next-line ConditionalExpression: saves time only
    if (pieces.length === 0) continue;
    prepared.push({ placed, pieces, waiting: waitingOf(pieces) });
  }
  return prepared;
}

/** Whether a statement may say something of the target, as far as its actions and written-out resources tell. */
export function mayConcern({ actions, resource }: CompiledStatement, target: Target): boolean {
  // Stryker disable next-line ConditionalExpression,BooleanLiteral: saves time only
  if (isEmptySet(intersectActions(actions, target.actions))) return false;
  const { not, all, patterns, templates, literals } = resource;
  // Stryker disable next-line ConditionalExpression,EqualityOperator: saves time only
  if (not || all || patterns.length > 0 || templates.length > 0) return true;
  // Stryker disable next-line ConditionalExpression: saves time only
  return literals.has(target.resource) || !hasKeyId(target.resource);
}

function preparePieces(placed: PlacedStatement, target: Target, facts: Facts): readonly Piece[] {
  const { place, statement } = placed;
  if (statement === null) {
    // Stryker disable next-line StringLiteral: only a policy that could not be read has no statement
    const reason = "unreadable" in place.compiled ? place.compiled.unreadable : "";
    const what = `${place.layer} \`${place.policy}\``;
    return [
      {
        actions: actionsIn(place.layer, target.actions),
        formula: unreadableEffect(placed.effect, what, reason),
      },
    ];
  }
  const resource = resourceFormula(statement, place.layer, target, facts);
  // Stryker disable next-line ConditionalExpression,StringLiteral: saves time only
  if (resource.kind === "false") return [];
  const pieces: Piece[] = [];
  for (const piece of statement.pieces) {
    const actions = actionsIn(place.layer, intersectActions(piece.actions, target.actions));
    // Stryker disable next-line ConditionalExpression: no actions make no piece in the end
    if (isEmptySet(actions)) continue;
    const reduced = reduceFormula(piece.formula, (test) => evaluateTest(test, facts));
    // Stryker disable next-line ConditionalExpression,StringLiteral: saves time only
    const formula = resource.kind === "true" ? reduced : andFormulas([resource, reduced]);
    // Stryker disable next-line ConditionalExpression,StringLiteral: saves time only
    if (formula.kind !== "false") pieces.push({ actions, formula: apart(formula, placed.effect) });
  }
  return pieces;
}

/**
 * What nobody knows of an Allow and what nobody knows of a Deny are two unknowns, even for the same
 * reason (the key's tags could not be read): one never cancels the other.
 */
function apart(formula: Formula, effect: "Allow" | "Deny"): Formula {
  return effect === "Deny" ? markUnknowns(formula, ":Deny") : formula;
}

/** kms:RetireGrant has no effect in a key policy, and RCPs do not affect it. */
function actionsIn(layer: Layer, actions: ActionSet): ActionSet {
  return layer === "key-policy" || layer === "resource-control-policy"
    ? subtractActions(actions, RETIRE_GRANT)
    : actions;
}

function resourceFormula(
  statement: CompiledStatement,
  layer: Layer,
  target: Target,
  facts: Facts,
): Formula {
  const matched = matchTarget(statement.resource, target, facts);
  if (layer !== "key-policy" || (statement.resource.all && !statement.resource.not)) return matched;
  // In a key policy `*` means this key. Other values are refused since August 2025; whether one that
  // was stored before still takes effect is not documented.
  return andFormulas([
    matched,
    unknownFormula(
      "keyPolicyResource",
      // Stryker disable next-line StringLiteral: a text for people
      "the key policy's Resource is not `*`, and whether such a statement takes effect is not documented",
    ),
  ]);
}

/** The facts as statements of a layer see them. */
export function inLayer(facts: Facts, layer: Layer): Facts {
  return WITHOUT_RESOURCE_ABAC.includes(layer) ? withoutResourceAbac(facts, layer) : facts;
}

/** A key policy cannot hold these keys; in RCPs and endpoint policies AWS does not document them. */
function withoutResourceAbac(facts: Facts, layer: Layer): Facts {
  return (contextKey) =>
    contextKey.startsWith("aws:resourcetag/") ||
    contextKey.startsWith("kms:resourcetag") ||
    contextKey === "kms:resourcealiases"
      ? {
          kind: "undocumented",
          code: "resourceAbacUnsupported",
          // Stryker disable next-line StringLiteral: a text for people
          reason: `\`${contextKey}\` is not supported in a ${layer}`,
        }
      : facts(contextKey);
}

function waitingOf(pieces: readonly Piece[]): Waiting | null {
  // Stryker disable next-line ConditionalExpression,ArrowFunction,StringLiteral: saves time only
  if (pieces.every(({ formula }) => formula.kind === "true")) return null;
  const contextKeys = new Set<string>();
  const tests: ConditionTest[] = [];
  for (const { formula } of pieces) {
    visitLeaves(formula, (leaf) => {
      if (leaf.kind !== "test") return;
      // Stryker disable next-line MethodExpression: finer classes decide alike
      const keys = [leaf.test.lookup, ...variablesOf(leaf.test)].filter(isPrincipalKey);
      for (const contextKey of keys) contextKeys.add(contextKey);
      // Stryker disable next-line ConditionalExpression,EqualityOperator: finer classes decide alike
      if (keys.length > 0) tests.push(leaf.test);
    });
  }
  // Stryker disable next-line ConditionalExpression: saves time only
  return contextKeys.size === 0
    ? null
    : {
        contextKeys: [...contextKeys],
        // Stryker disable next-line MethodExpression: finer classes decide alike
        asksWho: [...contextKeys].some((contextKey) => WHO.has(contextKey)),
        tests,
        byPrincipal: new Map(),
        byText: new Map(),
      };
}

/** Context keys in which every principal differs from every other. */
const WHO = new Set(["aws:principalarn", "aws:userid", "aws:username"]);

/** Classes of principals kept for a statement; past it each principal is decided for itself. */
const MOST_CLASSES = 1000;

/**
 * The statement's pieces for a principal: what waited is filled in, once for all principals that do
 * not differ in it. Equal pieces are one object.
 */
export function piecesFor(
  { placed, pieces, waiting }: PreparedStatement,
  facts: PrincipalFacts,
): readonly Piece[] {
  if (waiting === null) return pieces;
  const fill = (): readonly Piece[] => {
    const own = inLayer(facts.of(placed.effect), placed.place.layer);
    return fillIn(pieces, (test) => facts.decide(test, own), waiting);
  };
  // Each principal has an ARN of its own: there are no classes to keep.
  // Stryker disable next-line ConditionalExpression: saves time only
  if (waiting.asksWho) return fill();
  const principalClass = facts.classOf(waiting.contextKeys);
  let filled = waiting.byPrincipal.get(principalClass);
  // Stryker disable next-line ConditionalExpression: saves time only
  if (filled === undefined) {
    filled = fill();
    // Stryker disable next-line ConditionalExpression,EqualityOperator,CallExpression: saves time only
    if (waiting.byPrincipal.size < MOST_CLASSES) waiting.byPrincipal.set(principalClass, filled);
  }
  return filled;
}

export const NO_PIECES: readonly Piece[] = [];

function fillIn(
  waitingPieces: readonly Piece[],
  decide: (test: ConditionTest) => Formula,
  { byText }: Waiting,
): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const piece of waitingPieces) {
    const formula = reduceFormula(piece.formula, decide);
    if (formula.kind === "false") continue;
    // Stryker disable next-line ConditionalExpression: saves time only
    pieces.push(formula === piece.formula ? piece : { actions: piece.actions, formula });
  }
  if (pieces.length === 0) return NO_PIECES;
  // Of a statement with one piece, the formula alone tells pieces apart.
  const [only] = pieces;
  // Stryker disable next-line ConditionalExpression,EqualityOperator: either text tells pieces apart
  const isAlone = waitingPieces.length === 1 && only !== undefined;
  // Stryker disable next-line StringLiteral: either text tells pieces apart
  const text = isAlone ? only.formula.text : pieces.map(textOf).join(";");
  const same = byText.get(text);
  if (same !== undefined) return same;
  // Stryker disable next-line ConditionalExpression,EqualityOperator: saves time only
  if (byText.size < MOST_CLASSES) byText.set(text, pieces);
  return pieces;
}

function textOf({ actions, formula }: Piece): string {
  return `${actions.lo},${actions.hi},${formula.text}`;
}
