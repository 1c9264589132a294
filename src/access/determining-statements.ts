import type { DeterminingStatement } from "../kms/decision.ts";
import type { GrantMatch } from "../kms/match-grants.ts";
import type { StatementMatch } from "../kms/match-layers.ts";
import type { Route } from "../kms/principal-reach.ts";
import { singleAction } from "../policy/action-set.ts";
import type { Formula } from "../policy/formula.ts";
import {
  andVerdicts,
  anyPiece,
  formulaOf,
  restrictVerdict,
  type Verdict,
} from "../policy/verdict.ts";
import type { DetailedEvaluation } from "./detailed-evaluation.ts";

/** Every Deny that applies for sure to the action. */
export function denyingStatements(
  { matches }: DetailedEvaluation,
  action: number,
): readonly DeterminingStatement[] {
  const all = [
    ...matches.keyPolicy,
    ...matches.identity,
    ...(matches.boundary ?? []),
    ...(matches.session ?? []),
    ...matches.serviceControl.flat(),
    ...matches.resourceControl,
    ...(matches.endpoint ?? []),
  ];
  const denying = all.filter(
    (match) => match.placed.effect === "Deny" && formulaFor(match, action).kind === "true",
  );
  return distinct(denying.map(describe));
}

/** The statements that allow the action in each layer that had to allow; filters that allow everything are left out. */
export function allowingStatements(
  evaluation: DetailedEvaluation,
  action: number,
): readonly DeterminingStatement[] {
  const { matches } = evaluation;
  const ways = waysOf(evaluation, action);
  const statements = [
    ...ways.flatMap((way) => way.statements),
    ...[
      ...matches.serviceControl,
      ...(matches.endpoint === null ? [] : [matches.endpoint]),
    ].flatMap((layer) =>
      allowing(
        layer.filter((match) => !allowsEverything(match)),
        action,
      ),
    ),
  ];
  return distinct(statements);
}

/** Every Allow statement and grant that matches in a decision that was explained, whether it was needed or not. */
export function allowingStatementsOf({
  evaluation,
  action,
}: {
  readonly evaluation: DetailedEvaluation;
  readonly action: number;
}): readonly DeterminingStatement[] {
  const { matches } = evaluation;
  const layers = [
    matches.keyPolicy,
    matches.identity,
    matches.boundary ?? [],
    matches.session ?? [],
    ...matches.serviceControl,
    matches.endpoint ?? [],
  ];
  return distinct([
    ...layers.flatMap((layer) => allowing(layer, action)),
    ...grantsFor(matches.grants, action),
  ]);
}

interface Way {
  readonly formula: Formula;
  /** Needs identity-based policies besides the key policy or grant. */
  readonly delegated: boolean;
  readonly statements: readonly DeterminingStatement[];
}

/** The ways that lead to the action: those that surely do, else all that may. */
function waysOf(evaluation: DetailedEvaluation, action: number): readonly Way[] {
  const { matches, sums } = evaluation;
  const limits = [
    ...allowing(matches.boundary ?? [], action),
    ...allowing(matches.session ?? [], action),
  ];
  const identity = allowing(matches.identity, action);
  const limited = (verdict: Verdict): Verdict =>
    [sums.boundary, sums.session].reduce<Verdict>(
      (sum, by) => (by === null ? sum : andVerdicts(sum, by)),
      restrictVerdict(verdict, singleAction(action)),
    );
  const iam = limited(sums.identity);
  const route = (wanted: Route) => matches.keyPolicy.filter((match) => match.route === wanted);
  const byGrant = (delegated: boolean) =>
    matches.grants.filter((grant) => grant.delegated === delegated);
  const ways: Way[] = evaluation.onKey
    ? [
        way(
          sums.keyPolicy.direct,
          action,
          false,
          crossing(evaluation, allowing(route("direct"), action), identity, limits),
        ),
        way(
          limited(sums.keyPolicy.role),
          action,
          false,
          crossing(evaluation, [...allowing(route("role"), action), ...limits], identity, limits),
        ),
        way(
          sums.keyPolicy.anyone,
          action,
          false,
          crossing(evaluation, allowing(route("anyone"), action), identity, limits),
        ),
        way(sums.grants.named, action, false, grantsFor(byGrant(false), action)),
        way(andVerdicts(sums.keyPolicy.account, iam), action, true, [
          ...allowing(route("account"), action),
          ...identity,
          ...limits,
        ]),
        way(andVerdicts(sums.grants.account, iam), action, true, [
          ...grantsFor(byGrant(true), action),
          ...identity,
          ...limits,
        ]),
      ]
    : [way(iam, action, true, [...identity, ...limits])];
  const open = ways.filter(({ formula }) => formula.kind !== "false");
  const sure = open.filter(({ formula }) => formula.kind === "true");
  if (sure.length === 0) return open;
  const undelegated = sure.filter(({ delegated }) => !delegated);
  return undelegated.length > 0 ? undelegated : sure;
}

/** Another account's principal needs its identity-based policies on every way through the key policy. */
function crossing(
  evaluation: DetailedEvaluation,
  statements: readonly DeterminingStatement[],
  identity: readonly DeterminingStatement[],
  limits: readonly DeterminingStatement[],
): readonly DeterminingStatement[] {
  return evaluation.crossAccount ? [...statements, ...identity, ...limits] : statements;
}

function way(
  verdict: Verdict,
  action: number,
  delegated: boolean,
  statements: readonly DeterminingStatement[],
): Way {
  return { formula: formulaOf(verdict, action), delegated, statements };
}

/** The Allow statements of a layer for the action: those that surely match, else those that may. */
function allowing(
  layer: readonly StatementMatch[],
  action: number,
): readonly DeterminingStatement[] {
  const open = layer
    .filter((match) => match.placed.effect === "Allow")
    .map((match) => ({ match, formula: formulaFor(match, action) }))
    .filter(({ formula }) => formula.kind !== "false");
  const sure = open.filter(({ formula }) => formula.kind === "true");
  return (sure.length > 0 ? sure : open).map(({ match }) => describe(match));
}

function grantsFor(grants: readonly GrantMatch[], action: number): readonly DeterminingStatement[] {
  const open = grants
    .map((grant) => ({ grant, formula: formulaOf(anyPiece(grant.pieces), action) }))
    .filter(({ formula }) => formula.kind !== "false");
  const sure = open.filter(({ formula }) => formula.kind === "true");
  return (sure.length > 0 ? sure : open).map(({ grant }) => ({
    layer: "grant",
    policy: grant.grantId ?? "grants",
    sid: null,
    statement: null,
  }));
}

function formulaFor(match: StatementMatch, action: number): Formula {
  return formulaOf(anyPiece(match.pieces), action);
}

function allowsEverything(match: StatementMatch): boolean {
  return match.placed.statement?.allowsEverything === true;
}

/** A statement by its place. */
export function describe({ placed }: StatementMatch): DeterminingStatement {
  const { place, statement } = placed;
  return {
    layer: place.layer,
    policy: place.policy,
    sid: statement?.sid ?? null,
    statement: statement?.index ?? null,
    ...(place.from === undefined ? {} : { from: place.from }),
  };
}

function distinct(statements: readonly DeterminingStatement[]): readonly DeterminingStatement[] {
  const byText = new Map(statements.map((statement) => [JSON.stringify(statement), statement]));
  return [...byText.values()];
}
