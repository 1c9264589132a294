import { isUnreadable } from "../../account/snapshot.ts";
import {
  anyPiece,
  anyVerdict,
  NO_VERDICT,
  type Piece,
  type Verdict,
} from "../../policy/verdict.ts";
import type { LayerPolicy } from "../layer-policy.ts";
import { placeStatements } from "../layer-policy.ts";
import type { PrincipalFacts } from "../request/principal-facts.ts";
import type { Target } from "../request/target.ts";
import {
  mayConcern,
  type PreparedStatement,
  piecesFor,
  prepareStatements,
} from "./prepared-statement.ts";

/** What some statements allow and deny together. */
export interface AllowAndDeny {
  readonly allow: Verdict;
  readonly deny: Verdict;
}

export const NOTHING: AllowAndDeny = { allow: NO_VERDICT, deny: NO_VERDICT };

/** A policy without Principal elements, prepared for a target. */
export interface PreparedPolicy {
  readonly statements: readonly PreparedStatement[];
  /** The sum of the statements that do not wait for the principal. */
  readonly settled: AllowAndDeny;
  readonly waiting: readonly PreparedStatement[];
}

const EMPTY: PreparedPolicy = { statements: [], settled: NOTHING, waiting: [] };

export function preparePolicy(policy: LayerPolicy, target: Target): PreparedPolicy {
  const { compiled } = policy;
  // Stryker disable next-line ConditionalExpression,BlockStatement: saves time only
  if (!isUnreadable(compiled) && !compiled.statements.some((one) => mayConcern(one, target))) {
    return EMPTY;
  }
  const statements = prepareStatements(placeStatements([policy]), target);
  // Stryker disable next-line ConditionalExpression: saves time only
  if (statements.length === 0) return EMPTY;
  const settled = statements.filter(({ waiting }) => waiting === null);
  return {
    statements,
    settled: sumStatements(settled, ({ pieces }) => pieces),
    // Stryker disable next-line MethodExpression,ConditionalExpression: what is settled says the same twice
    waiting: statements.filter(({ waiting }) => waiting !== null),
  };
}

/**
 * What policies of a principal allow and deny together. Policies that are equal were compiled to the
 * same object, so they are prepared once for all principals that have them.
 */
export function sumPolicies(
  policies: readonly LayerPolicy[],
  prepare: (policy: LayerPolicy) => PreparedPolicy,
  facts: PrincipalFacts,
): AllowAndDeny {
  const sums: AllowAndDeny[] = [];
  for (const policy of policies) {
    const prepared = prepare(policy);
    // Stryker disable next-line ConditionalExpression: saves time only
    if (prepared === EMPTY) continue;
    // Stryker disable next-line ConditionalExpression: saves time only
    if (prepared.settled !== NOTHING) sums.push(prepared.settled);
    // Stryker disable next-line ConditionalExpression: saves time only
    if (prepared.waiting.length === 0) continue;
    const waiting = sumStatements(prepared.waiting, (statement) => piecesFor(statement, facts));
    // Stryker disable next-line ConditionalExpression: saves time only
    if (waiting !== NOTHING) sums.push(waiting);
  }
  return addSums(sums);
}

function addSums(sums: readonly AllowAndDeny[]): AllowAndDeny {
  const [first = NOTHING] = sums;
  // Stryker disable next-line ConditionalExpression,EqualityOperator: saves time only
  if (sums.length <= 1) return first;
  return {
    allow: anyVerdict(sums.map(({ allow }) => allow)),
    deny: anyVerdict(sums.map(({ deny }) => deny)),
  };
}

/** Sums statements by effect. */
function sumStatements(
  statements: readonly PreparedStatement[],
  piecesOf: (statement: PreparedStatement) => readonly Piece[],
): AllowAndDeny {
  let pieces: Record<"Allow" | "Deny", Piece[]> | null = null;
  for (const statement of statements) {
    const own = piecesOf(statement);
    // Stryker disable next-line ConditionalExpression: saves time only
    if (own.length === 0) continue;
    pieces ??= { Allow: [], Deny: [] };
    pieces[statement.placed.effect].push(...own);
  }
  return pieces === null ? NOTHING : { allow: anyPiece(pieces.Allow), deny: anyPiece(pieces.Deny) };
}

/** What tells policies apart when they are prepared: equal documents are one object. */
export function identityOf(policy: LayerPolicy): object {
  return isUnreadable(policy.compiled) ? policy : policy.compiled;
}
