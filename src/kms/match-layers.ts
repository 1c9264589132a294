import { andFormulas, type Formula, unknownFormula } from "../policy/formula.ts";
import {
  isExempted,
  MATCHED_BY,
  matchPrincipalList,
  type RequestPrincipal,
} from "../policy/principal.ts";
import type { Piece } from "../policy/verdict.ts";
import type { PlacedStatement } from "./layer-policy.ts";
import { type GrantMatch, matchGrants } from "./match-grants.ts";
import {
  type PreparedStatement,
  type PrincipalFacts,
  piecesFor,
  principalFacts,
} from "./prepared-statement.ts";
import type { PreparedTarget } from "./prepared-target.ts";
import type { PrincipalProfile } from "./principal-profile.ts";

/**
 * How a key policy's Allow reaches the principal, which decides what else limits it:
 * - `direct`: it names the user, session, federated user, service or root user: nothing limits it
 * - `role`: it names the role: the permissions boundary and session policies limit it
 * - `anyone`: `*`: session policies may limit it
 * - `account`: it names the account: identity-based policies must allow too
 */
export type Route = "direct" | "role" | "anyone" | "account";

/** A statement that (maybe) matches a request. */
export interface StatementMatch {
  readonly placed: PlacedStatement;
  readonly pieces: readonly Piece[];
  /** How a key policy's Allow reaches the principal; null elsewhere. */
  readonly route: Route | null;
}

/** All statements that match a principal's requests on a target, layer by layer. */
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

/** Who asks: a principal with the session policies of the request and the grant it names. */
export interface Requester {
  readonly profile: PrincipalProfile;
  /** null: no session policies. */
  readonly sessionPolicies: readonly PlacedStatement[] | null;
  readonly grantId: string | null;
}

/** Matches the statements of every layer. */
export function matchLayers(prepared: PreparedTarget, requester: Requester): LayerMatches {
  const { profile } = requester;
  const { principal, identity, boundary, organization } = profile;
  const facts = principalFacts(prepared.target, profile);
  const own = (statements: readonly PlacedStatement[]) =>
    matchOwn(prepared.prepare(statements), facts);
  // SCPs bind users, roles and root users; service principals and service-linked roles not.
  const scpBound = principal.kind !== "service" && !profile.serviceLinked;
  // A user with session policies is a federated session of that user, which they limit like a role's.
  const limited = requester.sessionPolicies !== null && principal.kind === "user";
  const keyPolicy = prepared.keyPolicy.flatMap((statement) =>
    matchKeyPolicy(statement, principal, facts),
  );
  return {
    keyPolicy: limited
      ? keyPolicy.map((match) => (match.route === "direct" ? { ...match, route: "role" } : match))
      : keyPolicy,
    identity: identity.kind === "policies" ? own(identity.statements) : [],
    boundary: boundary === null ? null : own(boundary),
    session: requester.sessionPolicies === null ? null : own(requester.sessionPolicies),
    serviceControl: scpBound ? organization.serviceControl.map(own) : [],
    resourceControl: profile.serviceLinked
      ? []
      : prepared.resourceControl.flatMap((statement) => matchFilter(statement, principal, facts)),
    endpoint:
      prepared.endpoint?.flatMap((statement) => matchFilter(statement, principal, facts)) ?? null,
    grants: matchGrants(prepared.target, profile, requester.grantId),
  };
}

/** Statements without a Principal element: they belong to the principal. */
function matchOwn(
  statements: readonly PreparedStatement[],
  facts: PrincipalFacts,
): readonly StatementMatch[] {
  const matches: StatementMatch[] = [];
  for (const statement of statements) {
    const pieces = piecesFor(statement, facts);
    if (pieces.length > 0) matches.push({ placed: statement.placed, pieces, route: null });
  }
  return matches;
}

/** The key policy: how a statement reaches the principal decides the route. */
function matchKeyPolicy(
  statement: PreparedStatement,
  principal: RequestPrincipal,
  facts: PrincipalFacts,
): readonly StatementMatch[] {
  const { placed } = statement;
  // A key policy that could not be read might name the principal or its account.
  if (placed.statement === null) return [{ placed, pieces: statement.pieces, route: "direct" }];
  const reached = reachOf(placed, principal);
  if (reached === null) return [];
  const pieces = withFormula(piecesFor(statement, facts), reached.formula);
  return pieces.length === 0 ? [] : [{ placed, pieces, route: reached.route }];
}

/** RCPs and endpoint policies: a statement reaches the principal or not. */
function matchFilter(
  statement: PreparedStatement,
  principal: RequestPrincipal,
  facts: PrincipalFacts,
): readonly StatementMatch[] {
  const { placed } = statement;
  const reached =
    placed.statement === null ? { route: null, formula: null } : reachOf(placed, principal);
  if (reached === null) return [];
  const pieces = withFormula(piecesFor(statement, facts), reached.formula);
  return pieces.length === 0 ? [] : [{ placed, pieces, route: null }];
}

function withFormula(pieces: readonly Piece[], formula: Formula | null): readonly Piece[] {
  if (formula === null) return pieces;
  return pieces.map((piece) => ({
    actions: piece.actions,
    formula: andFormulas([piece.formula, formula]),
  }));
}

interface Reached {
  readonly route: Route;
  /** What has to hold besides, where AWS does not say whether the element reaches the principal. */
  readonly formula: Formula | null;
}

/** Whether a statement's Principal or NotPrincipal element reaches the principal; null: it does not. */
function reachOf(
  { statement, effect }: PlacedStatement,
  principal: RequestPrincipal,
): Reached | null {
  const element = statement?.principal ?? null;
  if (statement === null || element === null) return null;
  if (element.not) {
    if (effect === "Deny") {
      return isExempted(element, principal) ? null : { route: "direct", formula: null };
    }
    return matchPrincipalList(element, principal) !== 0
      ? null
      : {
          route: "anyone",
          formula: unknownFormula(
            "notPrincipalAllow",
            "NotPrincipal with Allow is not supported by AWS: it may reach everybody whom it does not list",
          ),
        };
  }
  const matched = matchPrincipalList(element, principal);
  if (matched === 0) return null;
  if ((matched & MATCHED_BY.itself) !== 0) return { route: "direct", formula: null };
  if ((matched & MATCHED_BY.anyone) !== 0) {
    if (principal.kind === "service" && effect === "Allow")
      return { route: "direct", formula: ANYONE_SERVICE };
    const byArn = statement.tests.some(
      (test) => test.lookup === "aws:principalarn" && !test.operator.negated,
    );
    return { route: byArn ? "direct" : "anyone", formula: null };
  }
  if ((matched & MATCHED_BY.undocumented) !== 0)
    return { route: "direct", formula: ANYONE_SERVICE };
  if ((matched & MATCHED_BY.role) !== 0) return { route: "role", formula: null };
  return { route: "account", formula: null };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
const ANYONE_SERVICE = unknownFormula(
  "anyonePrincipalForService",
  "whether `*` as a principal reaches an AWS service principal is not documented",
);
