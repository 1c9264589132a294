import { KMS_ACTIONS } from "../../kms/action-table.ts";
import type { LayerPolicy, PlacedStatement } from "../../kms/layer-policy.ts";
import type { GrantMatch } from "../../kms/layers/match-grants.ts";
import type { StatementMatch } from "../../kms/layers/match-layers.ts";
import type { PrincipalProfile } from "../../kms/request/principal-profile.ts";
import type { Target } from "../../kms/request/target.ts";
import { hasAction } from "../../policy/action-set.ts";
import { FALSE, type Formula } from "../../policy/formula.ts";
import { anyPiece, formulaOf } from "../../policy/verdict.ts";
import { decidingElement, openParts } from "./deciding-element.ts";

/** One statement's part in a decision. */
export interface ExplainedStatement {
  readonly policy: string;
  readonly sid: string | null;
  readonly statement: number | null;
  readonly effect: "Allow" | "Deny";
  readonly matched: true | false | "unknown";
  /** The element that decided: `Principal`, `Action`, `Resource`, a condition, or `all elements`. */
  readonly decidedBy: string;
  readonly from?: string;
}

/** What a statement did to one action of a target. */
export function explainStatement(
  placed: PlacedStatement,
  matched: readonly StatementMatch[],
  target: Target,
  profile: PrincipalProfile,
  action: number,
): ExplainedStatement {
  const match = matched.find((one) => isSameStatement(one.placed, placed));
  const formula = match === undefined ? FALSE : formulaOf(anyPiece(match.pieces), action);
  const { place, statement, effect } = placed;
  return {
    policy: place.policy,
    sid: statement?.sid ?? null,
    statement: statement?.index ?? null,
    effect,
    matched: matchedValue(formula),
    decidedBy: decidingElement(placed, formula, target, profile, action),
    ...(place.from === undefined ? {} : { from: place.from }),
  };
}

/** What a grant did to one action: it may reach the principal as grantee and as retiring principal. */
export function explainGrant(
  grantId: string | null,
  matches: readonly GrantMatch[],
  action: number,
): ExplainedStatement {
  const formula = formulaOf(anyPiece(matches.flatMap(({ pieces }) => pieces)), action);
  return {
    policy: grantId ?? "grants",
    sid: null,
    statement: null,
    effect: "Allow",
    matched: matchedValue(formula),
    decidedBy: decidingMember(formula, matches, action),
  };
}

/** The member of a grant that decided, in words. */
function decidingMember(formula: Formula, matches: readonly GrantMatch[], action: number): string {
  if (formula.kind === "true") return "GranteePrincipal";
  if (formula.kind !== "false") return openParts(formula);
  const given = matches.some(({ operations }) => hasAction(operations, action));
  return given
    ? "Constraints: the request does not meet them"
    : `Operations: \`${KMS_ACTIONS[action]?.name}\` is not among them`;
}

function matchedValue({ kind }: Formula): ExplainedStatement["matched"] {
  if (kind === "true") return true;
  return kind === "false" ? false : "unknown";
}

/** A policy may come twice, through two groups. */
function isSameStatement(a: PlacedStatement, b: PlacedStatement): boolean {
  return a.statement === b.statement && a.effect === b.effect && isSamePlace(a.place, b.place);
}

function isSamePlace(a: LayerPolicy, b: LayerPolicy): boolean {
  return a.policy === b.policy && a.from === b.from;
}
