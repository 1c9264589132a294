import {
  type ActionSet,
  intersectActions,
  isEmptySet,
  subtractActions,
} from "../policy/action-set.ts";
import type { CompiledStatement } from "../policy/compile-policy.ts";
import { variablesOf } from "../policy/condition-test.ts";
import { evaluateTest } from "../policy/evaluate-test.ts";
import type { Facts } from "../policy/fact.ts";
import {
  andFormulas,
  type Formula,
  markUnknowns,
  reduceFormula,
  unknownFormula,
  visitLeaves,
} from "../policy/formula.ts";
import { matchResource } from "../policy/resource-element.ts";
import type { Piece } from "../policy/verdict.ts";
import type { Layer } from "./decision.ts";
import { RETIRE_GRANT } from "./kms-vocabulary.ts";
import type { PlacedStatement } from "./layer-policy.ts";
import type { PrincipalFacts } from "./principal-facts.ts";
import { isPrincipalKey } from "./principal-profile.ts";
import { factsBeforePrincipal, type Target } from "./target.ts";
import { unreadableEffect } from "./unreadable-policy.ts";

/** A statement with everything filled in but the principal. */
export interface PreparedStatement {
  readonly placed: PlacedStatement;
  readonly pieces: readonly Piece[];
  /** The context keys of the principal for which some test waits. */
  readonly waitingFor: readonly string[];
  /** The pieces for principals that do not differ in what the statement waits for. */
  readonly byPrincipal: Map<string, readonly Piece[]>;
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
  const facts = {
    Allow: factsBeforePrincipal(target, "Allow"),
    Deny: factsBeforePrincipal(target, "Deny"),
  };
  const prepared: PreparedStatement[] = [];
  for (const placed of statements) {
    const pieces = preparePieces(placed, target, inLayer(facts[placed.effect], placed.place.layer));
    if (pieces.length === 0) continue;
    prepared.push({ placed, pieces, waitingFor: waitingFor(pieces), byPrincipal: new Map() });
  }
  return prepared;
}

function preparePieces(placed: PlacedStatement, target: Target, facts: Facts): readonly Piece[] {
  const { place, statement } = placed;
  if (statement === null) {
    const reason = "unreadable" in place.compiled ? place.compiled.unreadable : "";
    const what = `${place.layer} \`${place.policy}\``;
    return [
      {
        actions: actionsIn(place.layer, target.actions),
        formula: unreadableEffect(placed.effect, what, reason),
      },
    ];
  }
  if (isEmptySet(intersectActions(statement.actions, target.actions))) return [];
  const resource = resourceFormula(statement, place.layer, target, facts);
  if (resource.kind === "false") return [];
  const pieces: Piece[] = [];
  for (const piece of statement.pieces) {
    const actions = actionsIn(place.layer, intersectActions(piece.actions, target.actions));
    if (isEmptySet(actions)) continue;
    const reduced = reduceFormula(piece.formula, (test) => evaluateTest(test, facts));
    const formula = resource.kind === "true" ? reduced : andFormulas([resource, reduced]);
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
  const matched = matchResource(statement.resource, target.resource, facts);
  if (layer !== "key-policy" || (statement.resource.all && !statement.resource.not)) return matched;
  // In a key policy `*` means this key. Other values are refused since August 2025; whether one that
  // was stored before still takes effect is not documented.
  return andFormulas([
    matched,
    unknownFormula(
      "keyPolicyResource",
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
          reason: `\`${contextKey}\` is not supported in a ${layer}`,
        }
      : facts(contextKey);
}

function waitingFor(pieces: readonly Piece[]): readonly string[] {
  const keys = new Set<string>();
  for (const { formula } of pieces) {
    visitLeaves(formula, (leaf) => {
      if (leaf.kind !== "test") return;
      if (isPrincipalKey(leaf.test.lookup)) keys.add(leaf.test.lookup);
      for (const variable of variablesOf(leaf.test))
        if (isPrincipalKey(variable)) keys.add(variable);
    });
  }
  return [...keys];
}

/** Classes of principals kept for a statement; past it each principal is decided for itself. */
const MOST_CLASSES = 1000;

/**
 * The statement's pieces for a principal: what waited is filled in, once for all principals that do
 * not differ in it.
 */
export function piecesFor(prepared: PreparedStatement, facts: PrincipalFacts): readonly Piece[] {
  if (prepared.waitingFor.length === 0) return prepared.pieces;
  // Each principal has an ARN of its own: there are no classes to keep.
  if (asksWho(prepared)) return fillIn(prepared, facts);
  const { byPrincipal } = prepared;
  const principalClass = facts.classOf(prepared.waitingFor);
  const cached = byPrincipal.get(principalClass);
  if (cached !== undefined) return cached;
  const pieces = fillIn(prepared, facts);
  if (byPrincipal.size < MOST_CLASSES) byPrincipal.set(principalClass, pieces);
  return pieces;
}

/** Context keys in which every principal differs from every other. */
const WHO = new Set(["aws:principalarn", "aws:userid", "aws:username"]);

/** Whether a statement waits for who the principal is. */
export function asksWho({ waitingFor }: PreparedStatement): boolean {
  return waitingFor.some((contextKey) => WHO.has(contextKey));
}

const NO_PIECES: readonly Piece[] = [];

function fillIn(prepared: PreparedStatement, facts: PrincipalFacts): readonly Piece[] {
  const { placed } = prepared;
  const own = inLayer(facts.of(placed.effect), placed.place.layer);
  const pieces: Piece[] = [];
  for (const piece of prepared.pieces) {
    const formula = reduceFormula(piece.formula, (test) => facts.decide(test, own));
    if (formula.kind !== "false") {
      pieces.push({ actions: piece.actions, formula: apart(formula, placed.effect) });
    }
  }
  return pieces.length === 0 ? NO_PIECES : pieces;
}
