import type { DecisionValue, Layer } from "../../kms/decision.ts";
import { RETIRE_GRANT } from "../../kms/kms-vocabulary.ts";
import { type LayerPolicy, type PlacedStatement, placeStatements } from "../../kms/layer-policy.ts";
import type { GrantMatch } from "../../kms/layers/match-grants.ts";
import type { StatementMatch } from "../../kms/layers/match-layers.ts";
import type { PreparedTarget } from "../../kms/layers/prepared-target.ts";
import type { Requester } from "../../kms/layers/sum-layers.ts";
import { hasAction, isEmptySet, subtractActions } from "../../policy/action-set.ts";
import { andNotVerdict, formulaOf, orVerdicts, type Verdict } from "../../policy/verdict.ts";
import type { DetailedEvaluation } from "../decide/detailed-evaluation.ts";
import { type ExplainedStatement, explainGrant, explainStatement } from "./explain-statement.ts";

export type { ExplainedStatement } from "./explain-statement.ts";

export interface ExplainedLayer {
  readonly layer: Layer;
  readonly decision: DecisionValue;
  readonly statements: readonly ExplainedStatement[];
  /** Of an operation on several resources: the ARN of the one that the layer is about. */
  readonly resource?: string;
}

/** One layer of policies: what it allows (null: it only denies), its statements, and those that match. */
interface PolicyLayer {
  readonly layer: Layer;
  readonly allow: Verdict | null;
  readonly statements: readonly PlacedStatement[];
  readonly matched: readonly StatementMatch[];
}

/** The layers of one target's decision, in the order in which they are told. */
export function explainLayers(
  prepared: PreparedTarget,
  requester: Requester,
  evaluation: DetailedEvaluation,
  action: number,
): readonly ExplainedLayer[] {
  const explain = (layer: PolicyLayer): ExplainedLayer => ({
    layer: layer.layer,
    decision: layerDecision(layer.allow, denyOf(evaluation, layer.layer), action),
    statements: layer.statements.map((placed) =>
      explainStatement(placed, layer.matched, prepared.target, requester.profile, action),
    ),
  });
  return [
    ...keyPolicyLayer(prepared, evaluation).map(explain),
    ...grantLayer(evaluation, action),
    ...principalLayers(requester, evaluation).map(explain),
    ...filterLayers(prepared, requester, evaluation).map(explain),
    ...usability(evaluation, action),
  ];
}

function keyPolicyLayer(
  { ownStatements }: PreparedTarget,
  { onKey, sums, matches }: DetailedEvaluation,
): readonly PolicyLayer[] {
  if (!onKey) return [];
  const { direct, role, anyone, account } = sums.keyPolicy;
  return [
    {
      layer: "key-policy",
      allow: [direct, role, anyone, account].reduce(orVerdicts),
      statements: ownStatements.keyPolicy,
      matched: matches.keyPolicy,
    },
  ];
}

function grantLayer(
  { sums, matches }: DetailedEvaluation,
  action: number,
): readonly ExplainedLayer[] {
  const grants = matches.grants.filter((grant) => isAbout(grant, action));
  if (grants.length === 0) return [];
  const allow = orVerdicts(sums.grants.named, sums.grants.account);
  return [
    {
      layer: "grant",
      decision: layerDecision(allow, null, action),
      statements: [...new Set(grants.map(({ grantId }) => grantId))].map((id) =>
        explainGrant(
          id,
          grants.filter(({ grantId }) => grantId === id),
          action,
        ),
      ),
    },
  ];
}

/** Grants that the principal may but retire matter to kms:RetireGrant only. */
function isAbout({ pieces }: GrantMatch, action: number): boolean {
  return (
    hasAction(RETIRE_GRANT, action) ||
    pieces.some(({ actions }) => !isEmptySet(subtractActions(actions, RETIRE_GRANT)))
  );
}

/** The principal's own policies and what limits them. */
function principalLayers(
  { profile, sessionPolicies }: Requester,
  { sums, matches }: DetailedEvaluation,
): readonly PolicyLayer[] {
  const { identity, boundary } = profile;
  const layer = (
    name: Layer,
    allow: Verdict | null,
    policies: readonly LayerPolicy[],
    matched: readonly StatementMatch[] | null,
  ): readonly PolicyLayer[] =>
    matched === null
      ? []
      : [{ layer: name, allow, statements: placeStatements(policies), matched }];
  return [
    ...layer(
      "identity-policy",
      sums.identity,
      identity.kind === "policies" ? identity.policies : [],
      matches.identity,
    ),
    ...layer(
      "permissions-boundary",
      sums.boundary,
      boundary === null ? [] : [boundary],
      matches.boundary,
    ),
    ...layer("session-policy", sums.session, sessionPolicies ?? [], matches.session),
  ];
}

/** The policies of organizations and of the endpoint: they let pass or deny. */
function filterLayers(
  { ownStatements }: PreparedTarget,
  { profile }: Requester,
  { sums, matches }: DetailedEvaluation,
): readonly PolicyLayer[] {
  const levels = matches.serviceControl.map(
    (matched, level): PolicyLayer => ({
      layer: "service-control-policy",
      allow: sums.serviceControl[level] ?? null,
      statements: placeStatements(profile.organization.serviceControl[level] ?? []),
      matched,
    }),
  );
  const resourceControl: PolicyLayer = {
    layer: "resource-control-policy",
    allow: null,
    statements: ownStatements.resourceControl,
    matched: matches.resourceControl,
  };
  const endpoint: PolicyLayer = {
    layer: "vpc-endpoint-policy",
    allow: sums.endpoint,
    statements: ownStatements.endpoint,
    matched: matches.endpoint ?? [],
  };
  return [
    ...levels,
    ...(resourceControl.statements.length > 0 ? [resourceControl] : []),
    ...(matches.endpoint === null ? [] : [endpoint]),
  ];
}

/** Key state and operation are told only where they refuse or are not known. */
function usability(evaluation: DetailedEvaluation, action: number): readonly ExplainedLayer[] {
  const told = (layer: Layer, verdict: Verdict): readonly ExplainedLayer[] =>
    formulaOf(verdict, action).kind === "true"
      ? []
      : [{ layer, decision: layerDecision(verdict, null, action), statements: [] }];
  return [...told("key-state", evaluation.state), ...told("operation", evaluation.operation)];
}

function denyOf({ sums }: DetailedEvaluation, layer: Layer): Verdict | null {
  return Object.entries(sums.denies).find(([name]) => name === layer)?.[1] ?? null;
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
