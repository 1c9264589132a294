import { KMS_ACTIONS } from "../kms/action-table.ts";
import type { PlacedStatement } from "../kms/layer-policy.ts";
import type { PrincipalProfile } from "../kms/principal-profile.ts";
import { factsOf, type Target } from "../kms/target.ts";
import { hasAction } from "../policy/action-set.ts";
import { evaluateTest } from "../policy/evaluate-test.ts";
import { type Formula, visitLeaves } from "../policy/formula.ts";
import { isExempted, matchPrincipalList } from "../policy/principal.ts";
import { matchResource } from "../policy/resource-element.ts";

/** The element of a statement that decided whether it matches, in words. */
export function decidingElement(
  { statement, effect, place }: PlacedStatement,
  formula: Formula,
  target: Target,
  profile: PrincipalProfile,
  action: number,
): string {
  if (statement === null)
    return `unreadable: ${"unreadable" in place.compiled ? place.compiled.unreadable : ""}`;
  if (formula.kind === "true") return "all elements match";
  if (!hasAction(statement.actions, action))
    return `Action: \`kms:${KMS_ACTIONS[action]?.name}\` is not among them`;
  const { principal } = statement;
  if (principal !== null) {
    const reached = principal.not
      ? !isExempted(principal, profile.principal)
      : matchPrincipalList(principal, profile.principal) !== 0;
    if (!reached)
      return `${principal.not ? "NotPrincipal" : "Principal"}: \`${profile.principal.id}\` is not reached`;
  }
  const facts = factsOf(target, effect, profile);
  if (matchResource(statement.resource, target.resource, facts).kind === "false") {
    return `${statement.resource.not ? "NotResource" : "Resource"}: \`${target.resource}\` is not covered`;
  }
  const failing = statement.tests.find((test) => evaluateTest(test, facts).kind === "false");
  if (failing !== undefined)
    return `Condition: ${failing.operator.written} on \`${failing.key}\` does not hold`;
  const open: string[] = [];
  visitLeaves(formula, (leaf) => {
    open.push(
      leaf.kind === "test" ? `${leaf.test.operator.written} on \`${leaf.test.key}\`` : leaf.reason,
    );
  });
  return open.length === 0
    ? `Condition: a context key that \`kms:${KMS_ACTIONS[action]?.name}\` does not carry`
    : `Condition: ${open.slice(0, 5).join("; ")} is not known`;
}
