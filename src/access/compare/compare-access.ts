import { KMS_ACTIONS } from "../../kms/action-table.ts";
import type { DecisionValue } from "../../kms/decision.ts";
import type { Evaluation } from "../../kms/evaluate/evaluate-target.ts";
import type { PreparedTarget } from "../../kms/layers/prepared-target.ts";
import type { Requester } from "../../kms/layers/sum-layers.ts";
import type { PrincipalProfile } from "../../kms/request/principal-profile.ts";
import { factsOf } from "../../kms/request/target.ts";
import { actionIndexes, unionActions } from "../../policy/action-set.ts";
import { ABSENT, type Facts } from "../../policy/fact.ts";
import type { Formula } from "../../policy/formula.ts";
import { allOf, formulaOf, NO_VERDICT } from "../../policy/verdict.ts";
import { decisionValue } from "../decide/decide-target.ts";
import { isExternal } from "../who-can/external.ts";
import type { AccessChange, AccessChangeKind } from "./access-change.ts";
import { type BecauseAt, becauseOf } from "./because.ts";
import {
  type ContextWitness,
  compareFormulas,
  type FormulaComparison,
} from "./compare-formulas.ts";
import type { Place, Side } from "./compared-side.ts";
import { groupChanges } from "./group-changes.ts";
import {
  type Both,
  type ComparisonScope,
  type PlaceDifference,
  placeDifferences,
} from "./place-difference.ts";

export type { ComparedPath, ComparisonScope } from "./place-difference.ts";

export interface ComparisonOptions {
  readonly trustedAccounts: readonly string[];
  /** Whether an unknown part became known (or unknown) by the change itself. */
  readonly settled: (unknownText: string) => boolean;
}

/** What access changed between two worlds. */
export function compareAccess(
  before: Side,
  after: Side,
  scope: ComparisonScope,
  options: ComparisonOptions,
): readonly AccessChange[] {
  const changes: AccessChange[] = [];
  for (const difference of placeDifferences(before, after, scope)) {
    for (const change of changesAt(difference, options)) changes.push(change);
  }
  return changes;
}

/** The changes of every principal whose decisions differ at one place. */
function changesAt(
  { via, places, prepared, principals, differing, evaluationsOf }: PlaceDifference,
  options: ComparisonOptions,
): readonly AccessChange[] {
  const explained = new Map<string, PreparedTarget | null>();
  return differing.flatMap((index) => {
    const profile = principals.after.profiles[index] as PrincipalProfile;
    const requesters = {
      before: requesterOf(principals.before.profiles[index] ?? profile),
      after: requesterOf(profile),
    };
    const principal = profile.principal.id;
    const evaluations = evaluationsOf(index);
    return compareCell(
      { principal, evaluations, requesters, places, prepared, via, explained },
      options,
    );
  });
}

function requesterOf(profile: PrincipalProfile): Requester {
  return { profile, sessionPolicies: null, grantId: null };
}

interface Cell {
  readonly principal: string;
  readonly evaluations: Both<Evaluation | null>;
  readonly requesters: Both<Requester>;
  readonly places: Both<Place>;
  readonly prepared: Both<PreparedTarget | null>;
  readonly via: string | null;
  /** Targets prepared for explanations. */
  readonly explained: Map<string, PreparedTarget | null>;
}

function compareCell(cell: Cell, options: ComparisonOptions): readonly AccessChange[] {
  const before = cell.evaluations.before?.final ?? NO_VERDICT;
  const after = cell.evaluations.after?.final ?? NO_VERDICT;
  const compared = new Map<string, FormulaComparison>();
  const found: AccessChange[] = [];
  for (const action of actionIndexes(unionActions(allOf(before), allOf(after)))) {
    const formulas = { before: formulaOf(before, action), after: formulaOf(after, action) };
    if (formulas.before.text === formulas.after.text) continue;
    const texts = `${formulas.before.text} → ${formulas.after.text}`;
    const comparison = compared.get(texts) ?? compareOn(cell, formulas, options);
    compared.set(texts, comparison);
    found.push(...changesOf(cell, action, comparison, options));
  }
  return groupChanges(found);
}

/** The changes of one action, with the statements for which it changed. */
function changesOf(
  cell: Cell,
  action: number,
  comparison: FormulaComparison,
  { trustedAccounts }: ComparisonOptions,
): readonly AccessChange[] {
  const { places, requesters, principal, via } = cell;
  const { keyArn, side } = places.after;
  const account = keyArn?.split(":")[4] ?? null;
  const name = `kms:${KMS_ACTIONS[action]?.name ?? ""}`;
  return kindsOf(comparison).map(({ change, witness }) => {
    const context = witness?.context ?? {};
    const at: BecauseAt = { places, requesters, action, context, targets: cell.explained };
    return {
      change,
      principal,
      external: isExternal(side.world, principal, account, trustedAccounts),
      key: keyArn,
      via,
      actions: [name],
      before: decisionOf(cell.evaluations.before, action),
      after: decisionOf(cell.evaluations.after, action),
      because: becauseOf(change, at),
      // What is denied on neither side proves nothing.
      witness: witness?.decided === true ? { action: name, context: witness.context } : null,
    };
  });
}

/** Where there is no key, there is no permission. */
function decisionOf(evaluation: Evaluation | null, action: number): DecisionValue {
  return evaluation === null ? "implicitDeny" : decisionValue(evaluation, action);
}

function compareOn(
  { prepared, requesters }: Cell,
  formulas: Both<Formula>,
  { settled }: ComparisonOptions,
): FormulaComparison {
  return compareFormulas(
    { formula: formulas.before, facts: factsAt(prepared.before, requesters.before) },
    { formula: formulas.after, facts: factsAt(prepared.after, requesters.after) },
    settled,
  );
}

function factsAt(prepared: PreparedTarget | null, requester: Requester): Facts {
  return prepared === null ? () => ABSENT : factsOf(prepared.target, "Allow", requester.profile);
}

/** The words for a comparison: some come and some go makes two. */
function kindsOf(
  comparison: FormulaComparison,
): readonly { readonly change: AccessChangeKind; readonly witness: ContextWitness | null }[] {
  const { gains, losses, possibleBefore, possibleAfter, incomplete } = comparison;
  if (incomplete) return [{ change: "changed", witness: gains ?? losses }];
  const kinds: { change: AccessChangeKind; witness: ContextWitness | null }[] = [];
  if (gains !== null) kinds.push({ change: possibleBefore ? "widened" : "gained", witness: gains });
  if (losses !== null) kinds.push({ change: possibleAfter ? "narrowed" : "lost", witness: losses });
  return kinds;
}
