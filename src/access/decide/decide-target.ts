import type { Decision, DecisionValue, Unknown } from "../../kms/decision.ts";
import type { Evaluation, EvaluationOptions } from "../../kms/evaluate/evaluate-target.ts";
import type { PreparedTarget } from "../../kms/layers/prepared-target.ts";
import type { Requester } from "../../kms/layers/sum-layers.ts";
import type { PrincipalProfile } from "../../kms/request/principal-profile.ts";
import { factsOf, type Target } from "../../kms/request/target.ts";
import { hasAction } from "../../policy/action-set.ts";
import { variablesOf } from "../../policy/condition-test.ts";
import { canonicalContextKey } from "../../policy/context-key.ts";
import type { Facts } from "../../policy/fact.ts";
import { type Formula, visitLeaves } from "../../policy/formula.ts";
import { formulaOf } from "../../policy/verdict.ts";
import { blockingLayers } from "./blocking-layers.ts";
import { toCondition } from "./condition-json.ts";
import { type DetailedEvaluation, evaluateInDetail } from "./detailed-evaluation.ts";
import { allowingStatements, denyingStatements } from "./determining-statements.ts";

/** The decision of one action on one target, with its reasons. */
export interface TargetDecision extends Decision {
  /** The condition under which the action is allowed, as a formula. */
  readonly formula: Formula;
  readonly evaluation: DetailedEvaluation;
  /** The action's index. */
  readonly action: number;
}

/** What an evaluation decides of one action. */
export function decisionValue(evaluation: Evaluation, action: number): DecisionValue {
  if (hasAction(evaluation.combined.denied.yes, action)) return "explicitDeny";
  const formula = formulaOf(evaluation.final, action);
  if (formula.kind === "true") return "allowed";
  return formula.kind === "false" ? "implicitDeny" : "conditional";
}

/** Decides one action (by its index) and explains the decision. */
export function decideTarget(
  prepared: PreparedTarget,
  requester: Requester,
  action: number,
  options: EvaluationOptions = { asIfEnabled: false },
): TargetDecision {
  const { target } = prepared;
  const { profile } = requester;
  const evaluation = evaluateInDetail(prepared, requester, options);
  const decision = decisionValue(evaluation, action);
  const formula = formulaOf(evaluation.final, action);
  const conditional = decision === "conditional";
  const denied = decision === "explicitDeny" || decision === "implicitDeny";
  return {
    decision,
    determiningStatements:
      decision === "explicitDeny"
        ? denyingStatements(evaluation, action)
        : decision === "implicitDeny"
          ? []
          : allowingStatements(evaluation, action),
    blockedBy: denied ? blockingLayers(evaluation, target, profile, action) : [],
    missingContextKeys: conditional ? missingContextKeys(formula, target, profile) : [],
    unknowns: conditional ? unknownsOf(formula) : [],
    condition: conditional ? toCondition(formula) : null,
    notes: profile.notes,
    formula,
    evaluation,
    action,
  };
}

/** The context keys that would decide a formula. */
export function missingContextKeys(
  formula: Formula,
  target: Target,
  profile: PrincipalProfile,
): readonly string[] {
  const facts = factsOf(target, "Allow", profile);
  const keys = new Set<string>();
  visitLeaves(formula, (leaf) => {
    if (leaf.kind !== "test") return;
    const { test } = leaf;
    if (test.subject === undefined && isOpen(facts, test.lookup)) keys.add(test.key);
    for (const variable of variablesOf(test)) {
      if (isOpen(facts, variable)) keys.add(canonicalContextKey(variable));
    }
  });
  return [...keys].sort();
}

function isOpen(facts: Facts, contextKey: string): boolean {
  const fact = facts(contextKey);
  return fact.kind === "unknown" || (fact.kind === "known" && fact.open);
}

/** What no context key can settle in a formula. */
export function unknownsOf(formula: Formula): readonly Unknown[] {
  const unknowns = new Map<string, Unknown>();
  visitLeaves(formula, (leaf) => {
    if (leaf.kind !== "unknown") return;
    unknowns.set(`${leaf.code}:${leaf.reason}`, { code: leaf.code, text: leaf.reason });
  });
  return [...unknowns.values()];
}
