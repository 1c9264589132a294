import {
  type ActionSet,
  intersectActions,
  isEmptySet,
  subtractActions,
} from "../policy/action-set.ts";
import type { CompiledStatement } from "../policy/compile-policy.ts";
import { evaluateTest } from "../policy/evaluate-test.ts";
import type { Facts } from "../policy/fact.ts";
import {
  andFormulas,
  type Formula,
  reduceFormula,
  unknownFormula,
  visitLeaves,
} from "../policy/formula.ts";
import { matchResource } from "../policy/resource-element.ts";
import type { Piece } from "../policy/verdict.ts";
import type { Layer } from "./decision.ts";
import { RETIRE_GRANT } from "./kms-vocabulary.ts";
import type { PlacedStatement } from "./layer-policy.ts";
import type { PrincipalProfile } from "./principal-profile.ts";
import { factsBeforePrincipal, factsOf, type Target } from "./target.ts";
import { unreadableEffect } from "./unreadable-policy.ts";

/** A statement with everything filled in but the principal. */
export interface PreparedStatement {
  readonly placed: PlacedStatement;
  readonly pieces: readonly Piece[];
  /** Whether some test still waits for the principal. */
  readonly waiting: boolean;
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
  const allow = factsBeforePrincipal(target, "Allow");
  const deny = factsBeforePrincipal(target, "Deny");
  const prepared: PreparedStatement[] = [];
  for (const placed of statements) {
    const pieces = preparePieces(placed, target, placed.effect === "Allow" ? allow : deny);
    if (pieces.length > 0) prepared.push({ placed, pieces, waiting: pieces.some(isWaiting) });
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
  const layerFacts = WITHOUT_RESOURCE_ABAC.includes(place.layer)
    ? withoutResourceAbac(facts, place.layer)
    : facts;
  const resource = resourceFormula(statement, place.layer, target, layerFacts);
  if (resource.kind === "false") return [];
  const pieces: Piece[] = [];
  for (const piece of statement.pieces) {
    const actions = actionsIn(place.layer, intersectActions(piece.actions, target.actions));
    if (isEmptySet(actions)) continue;
    const formula = andFormulas([
      resource,
      reduceFormula(piece.formula, (test) => evaluateTest(test, layerFacts)),
    ]);
    if (formula.kind !== "false") pieces.push({ actions, formula });
  }
  return pieces;
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

function isWaiting(piece: Piece): boolean {
  let waiting = false;
  visitLeaves(piece.formula, (leaf) => {
    waiting ||= leaf.kind === "test";
  });
  return waiting;
}

/** The statement's pieces for a principal: what waited is filled in. */
export function piecesFor(prepared: PreparedStatement, facts: PrincipalFacts): readonly Piece[] {
  if (!prepared.waiting) return prepared.pieces;
  const own = facts.of(prepared.placed);
  const pieces: Piece[] = [];
  for (const piece of prepared.pieces) {
    const formula = reduceFormula(piece.formula, (test) => evaluateTest(test, own));
    if (formula.kind !== "false") pieces.push({ actions: piece.actions, formula });
  }
  return pieces;
}

/** The facts of a principal's request, per effect and layer. */
export interface PrincipalFacts {
  readonly of: (placed: PlacedStatement) => Facts;
}

export function principalFacts(target: Target, profile: PrincipalProfile): PrincipalFacts {
  const allow = factsOf(target, "Allow", profile);
  const deny = factsOf(target, "Deny", profile);
  return {
    of: ({ place, effect }) => {
      const facts = effect === "Allow" ? allow : deny;
      return WITHOUT_RESOURCE_ABAC.includes(place.layer)
        ? withoutResourceAbac(facts, place.layer)
        : facts;
    },
  };
}
