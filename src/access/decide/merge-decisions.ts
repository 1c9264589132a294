import type { Decision } from "../../kms/decision.ts";
import { andFormulas, type Formula } from "../../policy/formula.ts";
import { toCondition } from "./condition-json.ts";
import type { TargetDecision } from "./decide-target.ts";

/** The decision of an operation on several resources: every side must allow. */
export function mergeDecisions(
  sides: readonly TargetDecision[],
): Decision & { readonly formula: Formula } {
  const formula = andFormulas(sides.map((side) => side.formula));
  const decision = mergedValue(sides, formula);
  const counted = sides.filter((side) =>
    decision === "explicitDeny" || decision === "implicitDeny" ? side.decision === decision : true,
  );
  const conditional = decision === "conditional";
  return {
    decision,
    determiningStatements: distinct(counted.flatMap((side) => side.determiningStatements)),
    blockedBy: distinct(sides.flatMap((side) => side.blockedBy)),
    missingContextKeys: conditional
      ? distinct(sides.flatMap((side) => side.missingContextKeys)).sort()
      : [],
    unknowns: conditional ? distinct(sides.flatMap((side) => side.unknowns)) : [],
    condition: conditional ? toCondition(formula) : null,
    notes: distinct(sides.flatMap((side) => side.notes ?? [])),
    formula,
  };
}

function mergedValue(sides: readonly TargetDecision[], formula: Formula): Decision["decision"] {
  if (sides.some((side) => side.decision === "explicitDeny")) return "explicitDeny";
  if (sides.some((side) => side.decision === "implicitDeny")) return "implicitDeny";
  if (formula.kind === "true") return "allowed";
  return formula.kind === "false" ? "implicitDeny" : "conditional";
}

function distinct<Item>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
