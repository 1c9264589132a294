import type { DeterminingStatement } from "../../kms/decision.ts";
import type { StatementMatch } from "../../kms/layers/match-layers.ts";
import { waysTo } from "./allowing-ways.ts";
import type { DetailedEvaluation } from "./detailed-evaluation.ts";
import { allowing, describeStatement, formulaFor, granting } from "./matching-statements.ts";

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
  return distinct(denying.map(describeStatement));
}

/** The statements that allow the action in each layer that had to allow; filters that allow everything are left out. */
export function allowingStatements(
  evaluation: DetailedEvaluation,
  action: number,
): readonly DeterminingStatement[] {
  const { serviceControl, endpoint } = evaluation.matches;
  const filters = [...serviceControl, endpoint ?? []];
  return distinct([
    ...waysTo(evaluation, action).flatMap((way) => way.statements),
    ...filters.flatMap((layer) =>
      allowing(
        layer.filter((match) => !allowsEverything(match)),
        action,
      ),
    ),
  ]);
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
    ...granting(matches.grants, action),
  ]);
}

function allowsEverything(match: StatementMatch): boolean {
  return match.placed.statement?.allowsEverything === true;
}

function distinct(statements: readonly DeterminingStatement[]): readonly DeterminingStatement[] {
  const byText = new Map(statements.map((statement) => [JSON.stringify(statement), statement]));
  return [...byText.values()];
}
