import { KMS_ACTIONS } from "../kms/action-table.ts";
import type { DecisionValue, Layer } from "../kms/decision.ts";
import { type LayerPolicy, type PlacedStatement, placeStatements } from "../kms/layer-policy.ts";
import type { StatementMatch } from "../kms/match-layers.ts";
import type { PreparedTarget } from "../kms/prepared-target.ts";
import type { Requester } from "../kms/sum-layers.ts";
import { hasAction } from "../policy/action-set.ts";
import type { Formula } from "../policy/formula.ts";
import { andNotVerdict, anyPiece, formulaOf, orVerdicts, type Verdict } from "../policy/verdict.ts";
import { decidingElement } from "./deciding-element.ts";
import type { DetailedEvaluation } from "./detailed-evaluation.ts";

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

export interface ExplainedLayer {
  readonly layer: Layer;
  readonly decision: DecisionValue;
  readonly statements: readonly ExplainedStatement[];
}

/** The layers of one target's decision, in the order in which they are told. */
export function explainLayers(
  prepared: PreparedTarget,
  requester: Requester,
  evaluation: DetailedEvaluation,
  action: number,
): readonly ExplainedLayer[] {
  const { matches, sums } = evaluation;
  const { profile } = requester;
  const explain = (
    layer: Layer,
    allow: Verdict | null,
    statements: readonly PlacedStatement[],
    matched: readonly StatementMatch[],
  ): ExplainedLayer => ({
    layer,
    decision: layerDecision(allow, denyOf(sums.denies, layer), action),
    statements: statements.map((placed) =>
      explainStatement(placed, matched, prepared, requester, action),
    ),
  });
  const layers: ExplainedLayer[] = [];
  if (evaluation.onKey) {
    const { direct, role, anyone, account } = sums.keyPolicy;
    layers.push(
      explain(
        "key-policy",
        [direct, role, anyone, account].reduce(orVerdicts),
        prepared.ownStatements.keyPolicy,
        matches.keyPolicy,
      ),
    );
    if (matches.grants.length > 0) layers.push(explainGrants(evaluation, action));
  }
  if (profile.identity.kind === "policies") {
    layers.push(
      explain(
        "identity-policy",
        sums.identity,
        placeStatements(profile.identity.policies),
        matches.identity,
      ),
    );
  } else {
    layers.push({
      layer: "identity-policy",
      decision: layerDecision(sums.identity, null, action),
      statements: [],
    });
  }
  if (matches.boundary !== null) {
    layers.push(
      explain(
        "permissions-boundary",
        sums.boundary,
        profile.boundary === null ? [] : placeStatements([profile.boundary]),
        matches.boundary,
      ),
    );
  }
  if (matches.session !== null) {
    layers.push(
      explain(
        "session-policy",
        sums.session,
        placeStatements(requester.sessionPolicies ?? []),
        matches.session,
      ),
    );
  }
  for (const [level, policies] of profile.organization.serviceControl.entries()) {
    const matched = matches.serviceControl[level];
    if (matched === undefined) continue;
    layers.push(
      explain(
        "service-control-policy",
        sums.serviceControl[level] ?? null,
        placeStatements(policies),
        matched,
      ),
    );
  }
  if (prepared.ownStatements.resourceControl.length > 0) {
    layers.push(
      explain(
        "resource-control-policy",
        null,
        prepared.ownStatements.resourceControl,
        matches.resourceControl,
      ),
    );
  }
  if (matches.endpoint !== null) {
    layers.push(
      explain(
        "vpc-endpoint-policy",
        sums.endpoint,
        prepared.ownStatements.endpoint,
        matches.endpoint,
      ),
    );
  }
  return [...layers, ...usability(evaluation, action)];
}

/** Key state and operation are told only where they refuse or are not known. */
function usability(evaluation: DetailedEvaluation, action: number): readonly ExplainedLayer[] {
  const told = (layer: Layer, verdict: Verdict): readonly ExplainedLayer[] =>
    formulaOf(verdict, action).kind === "true"
      ? []
      : [{ layer, decision: layerDecision(verdict, null, action), statements: [] }];
  return [...told("key-state", evaluation.state), ...told("operation", evaluation.operation)];
}

function denyOf(denies: DetailedEvaluation["sums"]["denies"], layer: Layer): Verdict | null {
  return Object.entries(denies).find(([name]) => name === layer)?.[1] ?? null;
}

/** null as `allow`: the layer only denies. */
function layerDecision(allow: Verdict | null, deny: Verdict | null, action: number): DecisionValue {
  if (deny !== null && hasAction(deny.yes, action)) return "explicitDeny";
  const denied = deny === null ? null : formulaOf(deny, action);
  if (allow === null) return denied === null || denied.kind === "false" ? "allowed" : "conditional";
  const formula = formulaOf(deny === null ? allow : andNotVerdict(allow, deny), action);
  if (formula.kind === "true") return "allowed";
  return formula.kind === "false" ? "implicitDeny" : "conditional";
}

function explainStatement(
  placed: PlacedStatement,
  matched: readonly StatementMatch[],
  prepared: PreparedTarget,
  requester: Requester,
  action: number,
): ExplainedStatement {
  const match = matched.find(
    (one) =>
      one.placed.statement === placed.statement &&
      one.placed.effect === placed.effect &&
      samePlace(one.placed.place, placed.place),
  );
  const formula: Formula =
    match === undefined
      ? { kind: "false", text: "false" }
      : formulaOf(anyPiece(match.pieces), action);
  return {
    policy: placed.place.policy,
    sid: placed.statement?.sid ?? null,
    statement: placed.statement?.index ?? null,
    effect: placed.effect,
    matched: formula.kind === "true" ? true : formula.kind === "false" ? false : "unknown",
    decidedBy: decidingElement(placed, formula, prepared.target, requester.profile, action),
    ...(placed.place.from === undefined ? {} : { from: placed.place.from }),
  };
}

function explainGrants({ matches, sums }: DetailedEvaluation, action: number): ExplainedLayer {
  return {
    layer: "grant",
    decision: layerDecision(orVerdicts(sums.grants.named, sums.grants.account), null, action),
    statements: matches.grants.map((grant) => {
      const formula = formulaOf(anyPiece(grant.pieces), action);
      return {
        policy: grant.grantId ?? "grants",
        sid: null,
        statement: null,
        effect: "Allow",
        matched: formula.kind === "true" ? true : formula.kind === "false" ? false : "unknown",
        decidedBy:
          formula.kind === "false"
            ? `Operations: \`${KMS_ACTIONS[action]?.name}\` is not among them`
            : "GranteePrincipal",
      };
    }),
  };
}

function samePlace(a: LayerPolicy, b: LayerPolicy): boolean {
  return a.policy === b.policy && a.from === b.from;
}
