import { unknownFormula } from "../../policy/formula.ts";
import {
  anyPiece,
  NO_VERDICT,
  orVerdicts,
  type Piece,
  sameForAll,
  surely,
  type Verdict,
} from "../../policy/verdict.ts";
import type { LayerPolicy } from "../layer-policy.ts";
import { type PrincipalFacts, principalFacts } from "../request/principal-facts.ts";
import type { PrincipalProfile } from "../request/principal-profile.ts";
import type { Target } from "../request/target.ts";
import { type GrantMatch, matchGrants } from "./match-grants.ts";
import { type AllowAndDeny, NOTHING, sumPolicies } from "./prepared-policy.ts";
import type { PreparedTarget } from "./prepared-target.ts";
import type { Route } from "./principal-reach.ts";
import { type ReachedStatement, reachedStatements, sumReached } from "./reached-statements.ts";

/** Who asks: a principal with the session policies of the request and the grant it names. */
export interface Requester {
  readonly profile: PrincipalProfile;
  /** null: no session policies. */
  readonly sessionPolicies: readonly LayerPolicy[] | null;
  readonly grantId: string | null;
}

/** What each layer says of all actions: the sums of its statements. */
export interface LayerSums {
  /** The key policy's Allow by route. */
  readonly keyPolicy: Readonly<Record<Route, Verdict>>;
  readonly identity: Verdict;
  /** null: the layer does not limit this request. */
  readonly boundary: Verdict | null;
  readonly session: Verdict | null;
  /** One for each level of SCPs: every level must allow. */
  readonly serviceControl: readonly Verdict[];
  readonly endpoint: Verdict | null;
  /** Grants that name the principal, and those that name its account. */
  readonly grants: { readonly named: Verdict; readonly account: Verdict };
  /** The Deny statements of every layer. */
  readonly denies: Readonly<Record<DenyingLayer, Verdict>>;
}

export type DenyingLayer =
  | "key-policy"
  | "identity-policy"
  | "permissions-boundary"
  | "session-policy"
  | "service-control-policy"
  | "resource-control-policy"
  | "vpc-endpoint-policy";

/** Whether SCPs bind the principal: users, roles and root users; service principals and service-linked roles not. */
export function isScpBound({ principal, serviceLinked }: PrincipalProfile): boolean {
  return principal.kind !== "service" && !serviceLinked;
}

/** Sums the statements of each layer for a requester. */
export function sumLayers(prepared: PreparedTarget, requester: Requester): LayerSums {
  const { target, prepare } = prepared;
  const { profile, sessionPolicies } = requester;
  const { principal } = profile;
  const facts = principalFacts(target, profile);
  const own = (policies: readonly LayerPolicy[]) => sumPolicies(policies, prepare, facts);
  const keyPolicy = sumKeyPolicy(prepared, requester, facts);
  const identity = sumIdentity(profile, target, own);
  const boundary = profile.boundary === null ? null : own([profile.boundary]);
  const session = sessionPolicies === null ? null : own(sessionPolicies);
  const levels = isScpBound(profile) ? profile.organization.serviceControl.map(own) : [];
  const resourceControl =
    // Stryker disable next-line ConditionalExpression: without RCPs it only saves time
    profile.serviceLinked || prepared.resourceControl.length === 0
      ? NOTHING
      : sumReached(reachedStatements(prepared.resourceControl, principal, facts));
  const endpoint =
    prepared.endpoint === null
      ? null
      : sumReached(reachedStatements(prepared.endpoint, principal, facts));
  return {
    keyPolicy: keyPolicy.routes,
    identity: identity.allow,
    boundary: boundary === null ? null : boundary.allow,
    session: session === null ? null : session.allow,
    serviceControl: levels.map(({ allow }) => allow),
    endpoint: endpoint === null ? null : endpoint.allow,
    grants: sumGrants(matchGrants(target, profile, requester.grantId)),
    denies: {
      "key-policy": keyPolicy.deny,
      "identity-policy": identity.deny,
      "permissions-boundary": boundary?.deny ?? NO_VERDICT,
      "session-policy": session?.deny ?? NO_VERDICT,
      "service-control-policy": levels.reduce(
        (deny, level) => orVerdicts(deny, level.deny),
        NO_VERDICT,
      ),
      "resource-control-policy": resourceControl.deny,
      "vpc-endpoint-policy": endpoint?.deny ?? NO_VERDICT,
    },
  };
}

const NO_ROUTES: LayerSums["keyPolicy"] = {
  direct: NO_VERDICT,
  role: NO_VERDICT,
  anyone: NO_VERDICT,
  account: NO_VERDICT,
};

/**
 * A user with session policies is a federated session of that user, which they limit like a role's;
 * whether they limit what `*` with aws:PrincipalArn gives it is not documented.
 */
export function routeFor(
  { route, statement }: Pick<ReachedStatement, "route" | "statement">,
  { profile, sessionPolicies }: Requester,
): Route {
  const federated = sessionPolicies !== null && profile.principal.kind === "user";
  const { statement: named } = statement.placed;
  // What an unreadable key policy might give is not known to be limited.
  if (!federated || named === null || route !== "direct") return route;
  // Stryker disable next-line OptionalChaining: statements of a key policy have a principal
  const byStar = named.principal?.anyone === true || named.principal?.anyAws === true;
  return byStar ? "anyone" : "role";
}

function sumKeyPolicy(
  prepared: PreparedTarget,
  requester: Requester,
  facts: PrincipalFacts,
): { readonly routes: LayerSums["keyPolicy"]; readonly deny: Verdict } {
  const reached = reachedStatements(prepared.keyPolicy, requester.profile.principal, facts);
  // Stryker disable next-line ConditionalExpression: saves time only
  if (reached.length === 0) return { routes: NO_ROUTES, deny: NO_VERDICT };
  const pieces: Record<Route | "deny", Piece[]> = {
    direct: [],
    role: [],
    anyone: [],
    account: [],
    deny: [],
  };
  for (const match of reached) {
    const isDeny = match.statement.placed.effect === "Deny";
    pieces[isDeny ? "deny" : routeFor(match, requester)].push(...match.pieces);
  }
  return {
    routes: {
      direct: anyPiece(pieces.direct),
      role: anyPiece(pieces.role),
      anyone: anyPiece(pieces.anyone),
      account: anyPiece(pieces.account),
    },
    deny: anyPiece(pieces.deny),
  };
}

function sumIdentity(
  { identity }: PrincipalProfile,
  target: Target,
  own: (policies: readonly LayerPolicy[]) => AllowAndDeny,
): AllowAndDeny {
  switch (identity.kind) {
    case "root":
      return { allow: surely(target.actions), deny: NO_VERDICT };
    case "unknown": {
      const { code, text } = identity.unknown;
      const allow = unknownFormula(code, text);
      // What it might allow and what it might deny are two unknowns.
      // Stryker disable next-line StringLiteral: any text that is not the other's
      const deny = { ...allow, text: `${allow.text}:Deny` };
      return { allow: sameForAll(target.actions, allow), deny: sameForAll(target.actions, deny) };
    }
    case "policies":
      return own(identity.policies);
  }
}

const NO_GRANTS: LayerSums["grants"] = { named: NO_VERDICT, account: NO_VERDICT };

function sumGrants(matches: readonly GrantMatch[]): LayerSums["grants"] {
  // Stryker disable next-line ConditionalExpression: saves time only
  if (matches.length === 0) return NO_GRANTS;
  const of = (delegated: boolean) =>
    anyPiece(
      matches.filter((grant) => grant.delegated === delegated).flatMap(({ pieces }) => pieces),
    );
  return { named: of(false), account: of(true) };
}
