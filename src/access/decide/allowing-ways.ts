import type { DeterminingStatement } from "../../kms/decision.ts";
import type { Route } from "../../kms/layers/principal-reach.ts";
import { singleAction } from "../../policy/action-set.ts";
import type { Formula } from "../../policy/formula.ts";
import { andVerdicts, formulaOf, restrictVerdict, type Verdict } from "../../policy/verdict.ts";
import type { DetailedEvaluation } from "./detailed-evaluation.ts";
import { allowing, granting } from "./matching-statements.ts";

/** One way that leads to an action: the statements that open it, filters aside. */
export interface Way {
  readonly formula: Formula;
  /** Needs identity-based policies besides the key policy or grant. */
  readonly delegated: boolean;
  readonly statements: readonly DeterminingStatement[];
}

/** What the principal's own policies say of the action. */
interface OwnPolicies {
  readonly identity: readonly DeterminingStatement[];
  /** The permissions boundary and session policies. */
  readonly limits: readonly DeterminingStatement[];
  readonly session: readonly DeterminingStatement[];
  /** A verdict, limited by the permissions boundary and session policies. */
  readonly limited: (verdict: Verdict) => Verdict;
}

/** The ways that lead to the action: those that surely do, else all that may. */
export function waysTo(evaluation: DetailedEvaluation, action: number): readonly Way[] {
  const own = ownPolicies(evaluation, action);
  const ways = evaluation.onKey
    ? [...keyPolicyWays(evaluation, own, action), ...grantWays(evaluation, own, action)]
    : [identityWay(evaluation, own, action)];
  const sure = ways.filter(({ formula }) => formula.kind === "true");
  if (sure.length === 0) return ways.filter(({ formula }) => formula.kind !== "false");
  const undelegated = sure.filter(({ delegated }) => !delegated);
  return undelegated.length > 0 ? undelegated : sure;
}

function ownPolicies({ matches, sums }: DetailedEvaluation, action: number): OwnPolicies {
  const by = [sums.boundary, sums.session].filter((limit) => limit !== null);
  const session = allowing(matches.session ?? [], action);
  return {
    identity: allowing(matches.identity, action),
    limits: [...allowing(matches.boundary ?? [], action), ...session],
    session,
    limited: (verdict) => by.reduce(andVerdicts, restrictVerdict(verdict, singleAction(action))),
  };
}

function identityWay({ sums }: DetailedEvaluation, own: OwnPolicies, action: number): Way {
  return {
    formula: formulaOf(own.limited(sums.identity), action),
    delegated: true,
    statements: [...own.identity, ...own.limits],
  };
}

function keyPolicyWays(
  { matches, sums, crossAccount }: DetailedEvaluation,
  own: OwnPolicies,
  action: number,
): readonly Way[] {
  const { direct, role, anyone, account } = sums.keyPolicy;
  const by = (wanted: Route) =>
    allowing(
      matches.keyPolicy.filter((match) => match.route === wanted),
      action,
    );
  // Another account's principal needs its identity-based policies on every way through the key policy.
  const crossing = crossAccount ? [...own.identity, ...own.limits] : [];
  const named = (verdict: Verdict, statements: Way["statements"]): Way => ({
    formula: formulaOf(verdict, action),
    delegated: false,
    statements: [...statements, ...crossing],
  });
  return [
    named(direct, by("direct")),
    named(own.limited(role), [...by("role"), ...own.limits]),
    // It is sure of what session policies allow too.
    named(anyone, [...by("anyone"), ...own.session]),
    {
      formula: formulaOf(andVerdicts(account, own.limited(sums.identity)), action),
      delegated: true,
      statements: [...by("account"), ...own.identity, ...own.limits],
    },
  ];
}

function grantWays(
  { matches, sums }: DetailedEvaluation,
  own: OwnPolicies,
  action: number,
): readonly Way[] {
  const by = (delegated: boolean) =>
    granting(
      matches.grants.filter((grant) => grant.delegated === delegated),
      action,
    );
  return [
    // It is sure of what the permissions boundary and session policies allow too.
    {
      formula: formulaOf(sums.grants.named, action),
      delegated: false,
      statements: [...by(false), ...own.limits],
    },
    {
      formula: formulaOf(andVerdicts(sums.grants.account, own.limited(sums.identity)), action),
      delegated: true,
      statements: [...by(true), ...own.identity, ...own.limits],
    },
  ];
}
