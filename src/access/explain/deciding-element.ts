import { isUnreadable } from "../../account/snapshot.ts";
import { KMS_ACTIONS } from "../../kms/action-table.ts";
import type { PlacedStatement } from "../../kms/layer-policy.ts";
import { inLayer } from "../../kms/layers/prepared-statement.ts";
import type { PrincipalProfile } from "../../kms/request/principal-profile.ts";
import { factsOf, matchTarget, type Target } from "../../kms/request/target.ts";
import { hasAction } from "../../policy/action-set.ts";
import type { CompiledStatement } from "../../policy/compile-policy.ts";
import { evaluateTest } from "../../policy/evaluate-test.ts";
import type { Facts } from "../../policy/fact.ts";
import { type Formula, visitLeaves } from "../../policy/formula.ts";
import { isExempted, matchPrincipalList } from "../../policy/principal.ts";

/** The element of a statement that decided whether it matches, in words. */
export function decidingElement(
  { statement, effect, place }: PlacedStatement,
  formula: Formula,
  target: Target,
  profile: PrincipalProfile,
  action: number,
): string {
  if (statement === null)
    return `unreadable: ${isUnreadable(place.compiled) ? place.compiled.unreadable : ""}`;
  if (formula.kind === "true") return "all elements match";
  const name = `kms:${KMS_ACTIONS[action]?.name}`;
  if (!hasAction(statement.actions, action)) return `Action: \`${name}\` is not among them`;
  const facts = inLayer(factsOf(target, effect, profile), place.layer);
  return (
    unreachedPrincipal(statement, profile) ??
    uncoveredResource(statement, target, facts) ??
    failingCondition(statement, facts) ??
    openCondition(formula) ??
    `Condition: a context key that \`${name}\` does not carry`
  );
}

function unreachedPrincipal(
  { principal: element }: CompiledStatement,
  { principal }: PrincipalProfile,
): string | null {
  if (element === null) return null;
  const reached = element.not
    ? !isExempted(element, principal)
    : matchPrincipalList(element, principal) !== 0;
  const name = element.not ? "NotPrincipal" : "Principal";
  return reached ? null : `${name}: \`${principal.id}\` is not reached`;
}

function uncoveredResource(
  { resource: element }: CompiledStatement,
  target: Target,
  facts: Facts,
): string | null {
  if (matchTarget(element, target, facts).kind !== "false") return null;
  return `${element.not ? "NotResource" : "Resource"}: \`${target.resource}\` is not covered`;
}

function failingCondition({ tests }: CompiledStatement, facts: Facts): string | null {
  const failing = tests.find((test) => evaluateTest(test, facts).kind === "false");
  return failing === undefined
    ? null
    : `Condition: ${failing.operator.written} on \`${failing.key}\` does not hold`;
}

/** At most this many open tests and unknown parts are told. */
const MOST_TOLD = 5;

function openCondition(formula: Formula): string | null {
  const open = openParts(formula);
  return open === "" ? null : `Condition: ${open}`;
}

/** What of a formula is open: its tests, and the reasons of its unknown parts; empty: nothing. */
export function openParts(formula: Formula): string {
  const tests: string[] = [];
  const reasons: string[] = [];
  visitLeaves(formula, (leaf) => {
    if (leaf.kind === "test") tests.push(`${leaf.test.operator.written} on \`${leaf.test.key}\``);
    else reasons.push(leaf.reason);
  });
  const untold = tests.length === 0 ? [] : [`${tests.slice(0, MOST_TOLD).join("; ")} is not known`];
  return [...untold, ...reasons.slice(0, MOST_TOLD)].join("; ");
}
