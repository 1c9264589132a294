import type { Piece } from "../../policy/verdict.ts";
import type { LayerPolicy, PlacedStatement } from "../layer-policy.ts";
import { type PrincipalFacts, principalFacts } from "../request/principal-facts.ts";
import { type GrantMatch, matchGrants } from "./match-grants.ts";
import { type PreparedStatement, piecesFor } from "./prepared-statement.ts";
import type { PreparedTarget } from "./prepared-target.ts";
import type { Route } from "./principal-reach.ts";
import { reachedStatements } from "./reached-statements.ts";
import { isScpBound, type Requester, routeFor } from "./sum-layers.ts";

/** A statement that (maybe) matches a request. */
export interface StatementMatch {
  readonly placed: PlacedStatement;
  readonly pieces: readonly Piece[];
  /** How a key policy's statement reaches the principal; null elsewhere. */
  readonly route: Route | null;
}

/** All statements that match a principal's requests on a target, layer by layer: what explanations are made of. */
export interface LayerMatches {
  readonly keyPolicy: readonly StatementMatch[];
  readonly identity: readonly StatementMatch[];
  /** null: no such layer for this request. */
  readonly boundary: readonly StatementMatch[] | null;
  readonly session: readonly StatementMatch[] | null;
  readonly serviceControl: readonly (readonly StatementMatch[])[];
  readonly resourceControl: readonly StatementMatch[];
  readonly endpoint: readonly StatementMatch[] | null;
  readonly grants: readonly GrantMatch[];
}

/** Lists the statements of every layer that match, from the same prepared statements as the sums. */
export function matchLayers(prepared: PreparedTarget, requester: Requester): LayerMatches {
  const { profile, sessionPolicies } = requester;
  const { principal, identity, boundary, organization } = profile;
  const facts = principalFacts(prepared.target, profile);
  const own = (policies: readonly LayerPolicy[]) => matchPolicies(policies, prepared, facts);
  const reached = (statements: readonly PreparedStatement[]) =>
    reachedStatements(statements, principal, facts).map(
      (match): StatementMatch => ({
        placed: match.statement.placed,
        route: routeFor(match, requester),
        pieces: match.pieces,
      }),
    );
  return {
    keyPolicy: reached(prepared.keyPolicy),
    identity: identity.kind === "policies" ? own(identity.policies) : [],
    boundary: boundary === null ? null : own([boundary]),
    session: sessionPolicies === null ? null : own(sessionPolicies),
    serviceControl: isScpBound(profile) ? organization.serviceControl.map(own) : [],
    resourceControl: profile.serviceLinked ? [] : reached(prepared.resourceControl),
    endpoint: prepared.endpoint === null ? null : reached(prepared.endpoint),
    grants: matchGrants(prepared.target, profile, requester.grantId),
  };
}

/** Statements without a Principal element; equal policies share their preparation, so each gets its own place back. */
function matchPolicies(
  policies: readonly LayerPolicy[],
  { prepare }: PreparedTarget,
  facts: PrincipalFacts,
): readonly StatementMatch[] {
  return policies.flatMap((place) =>
    prepare(place).statements.flatMap((statement) => {
      const pieces = piecesFor(statement, facts);
      // Stryker disable next-line ConditionalExpression: a match without pieces explains nothing
      return pieces.length === 0
        ? []
        : [{ placed: { ...statement.placed, place }, pieces, route: null }];
    }),
  );
}
