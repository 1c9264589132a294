import type { DeterminingStatement } from "../../kms/decision.ts";
import type { GrantMatch } from "../../kms/layers/match-grants.ts";
import type { StatementMatch } from "../../kms/layers/match-layers.ts";
import type { Formula } from "../../policy/formula.ts";
import { anyPiece, formulaOf, type Piece } from "../../policy/verdict.ts";

/** The formula under which some pieces hold for one action. */
export function formulaFor(
  { pieces }: { readonly pieces: readonly Piece[] },
  action: number,
): Formula {
  return formulaOf(anyPiece(pieces), action);
}

/** The Allow statements of a layer for the action: those that surely match, else those that may. */
export function allowing(
  layer: readonly StatementMatch[],
  action: number,
): readonly DeterminingStatement[] {
  const allows = layer.filter((match) => match.placed.effect === "Allow");
  return surest(allows, action).map(describeStatement);
}

/** The grants for the action: those that surely give it, else those that may. */
export function granting(
  grants: readonly GrantMatch[],
  action: number,
): readonly DeterminingStatement[] {
  return surest(grants, action).map(({ grantId }) => ({
    layer: "grant",
    policy: grantId ?? "grants",
    sid: null,
    statement: null,
  }));
}

function surest<Match extends { readonly pieces: readonly Piece[] }>(
  matches: readonly Match[],
  action: number,
): readonly Match[] {
  const kinds = matches.map((match) => ({ match, kind: formulaFor(match, action).kind }));
  const sure = kinds.filter(({ kind }) => kind === "true");
  const kept = sure.length > 0 ? sure : kinds.filter(({ kind }) => kind !== "false");
  return kept.map(({ match }) => match);
}

/** A statement by its place. */
export function describeStatement({ placed }: StatementMatch): DeterminingStatement {
  const { place, statement } = placed;
  return {
    layer: place.layer,
    policy: place.policy,
    sid: statement?.sid ?? null,
    statement: statement?.index ?? null,
    ...(place.from === undefined ? {} : { from: place.from }),
  };
}
