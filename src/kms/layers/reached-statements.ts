import { andFormulas, markUnknowns } from "../../policy/formula.ts";
import type { RequestPrincipal } from "../../policy/principal.ts";
import { anyPiece, type Piece } from "../../policy/verdict.ts";
import type { PrincipalFacts } from "../request/principal-facts.ts";
import { type AllowAndDeny, NOTHING } from "./prepared-policy.ts";
import { type PreparedStatement, piecesFor } from "./prepared-statement.ts";
import { type Reach, type Route, reachOf } from "./principal-reach.ts";

/** A statement with a Principal element that reaches the principal, with its pieces for it. */
export interface ReachedStatement {
  readonly statement: PreparedStatement;
  readonly route: Route;
  readonly pieces: readonly Piece[];
}

/** The statements of a key policy, RCP or endpoint policy that reach a principal. */
export function reachedStatements(
  statements: readonly PreparedStatement[],
  principal: RequestPrincipal,
  facts: PrincipalFacts,
): readonly ReachedStatement[] {
  const reached: ReachedStatement[] = [];
  for (const statement of statements) {
    const reach = reachOf(statement.placed, principal);
    if (reach === null) continue;
    const pieces = withReach(piecesFor(statement, facts), reach);
    if (pieces.length === 0) continue;
    reached.push({ statement, route: reach.route, pieces });
    if (mayDelegate(statement))
      reached.push({ statement, route: "account", pieces: marked(pieces) });
  }
  return reached;
}

/** A key policy that could not be read might name the principal, and might leave it to IAM: two unknowns. */
function mayDelegate({ placed }: PreparedStatement): boolean {
  return (
    placed.statement === null && placed.effect === "Allow" && placed.place.layer === "key-policy"
  );
}

function marked(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.map(({ actions, formula }) => ({
    actions,
    formula: markUnknowns(formula, ":Delegation"),
  }));
}

function withReach(pieces: readonly Piece[], { formula }: Reach): readonly Piece[] {
  if (formula === null) return pieces;
  return pieces.map((piece) => ({
    actions: piece.actions,
    formula: andFormulas([piece.formula, formula]),
  }));
}

/** What they allow and deny together. */
export function sumReached(reached: readonly ReachedStatement[]): AllowAndDeny {
  // Stryker disable next-line ConditionalExpression: saves time only
  if (reached.length === 0) return NOTHING;
  const pieces = { Allow: [] as Piece[], Deny: [] as Piece[] };
  for (const match of reached) pieces[match.statement.placed.effect].push(...match.pieces);
  return { allow: anyPiece(pieces.Allow), deny: anyPiece(pieces.Deny) };
}
