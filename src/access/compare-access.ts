import { KMS_ACTIONS } from "../kms/action-table.ts";
import type { DecisionValue } from "../kms/decision.ts";
import {
  type ClassedPrincipals,
  classPrincipals,
  evaluatePrincipals,
} from "../kms/evaluate-principals.ts";
import type { Evaluation } from "../kms/evaluate-target.ts";
import type { PreparedTarget } from "../kms/prepared-target.ts";
import type { PrincipalProfile } from "../kms/principal-profile.ts";
import type { RequestPath } from "../kms/request-path.ts";
import type { Requester } from "../kms/sum-layers.ts";
import { factsOf } from "../kms/target.ts";
import { actionIndexes, unionActions } from "../policy/action-set.ts";
import { ABSENT, type Facts } from "../policy/fact.ts";
import type { Formula } from "../policy/formula.ts";
import { allOf, formulaOf, NO_VERDICT, sameVerdict } from "../policy/verdict.ts";
import type { AccessChange, AccessChangeKind } from "./access-change.ts";
import { type BecauseAt, becauseOf } from "./because.ts";
import {
  type ContextWitness,
  compareFormulas,
  type FormulaComparison,
} from "./compare-formulas.ts";
import { type Place, preparedAt, type Side } from "./compared-side.ts";
import { decisionValue } from "./decide-target.ts";
import { isExternal } from "./external.ts";
import { groupChanges } from "./group-changes.ts";
import { profilesOf } from "./universe.ts";

/** What may have changed: every principal on every key by every path is compared. */
export interface ComparisonScope {
  readonly principals: readonly string[];
  /** Key ARNs; null: the actions without a key. */
  readonly keys: readonly (string | null)[];
  readonly paths: readonly ComparedPath[];
}

/** A path on both sides: an endpoint may be new, changed or gone. */
export interface ComparedPath {
  readonly via: string | null;
  readonly before: RequestPath;
  readonly after: RequestPath;
}

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
  const sides = {
    before: classPrincipals(profilesOf(before.world, scope.principals), before.world.compiler),
    after: classPrincipals(profilesOf(after.world, scope.principals), after.world.compiler),
  };
  for (const keyArn of scope.keys) {
    for (const path of scope.paths) {
      const places = {
        before: { side: before, keyArn, path: path.before },
        after: { side: after, keyArn, path: path.after },
      };
      changes.push(...comparePlace(places, sides, path.via, options));
    }
  }
  return changes;
}

/** Both sides of something. */
interface Both<Value> {
  readonly before: Value;
  readonly after: Value;
}

/** Compares every principal at one place: pairs of equal evaluations are compared once. */
function comparePlace(
  places: Both<Place>,
  principals: Both<ClassedPrincipals>,
  via: string | null,
  options: ComparisonOptions,
): readonly AccessChange[] {
  const prepared = { before: preparedAt(places.before), after: preparedAt(places.after) };
  const evaluations = {
    before: evaluateSide(prepared.before, principals.before, places.before.side),
    after: evaluateSide(prepared.after, principals.after, places.after.side),
  };
  const explained = new Map<string, PreparedTarget | null>();
  const same = new Map<Evaluation | null, Map<Evaluation | null, boolean>>();
  const isSame = (before: Evaluation | null, after: Evaluation | null): boolean => {
    let ofBefore = same.get(before);
    if (ofBefore === undefined) {
      ofBefore = new Map();
      same.set(before, ofBefore);
    }
    let answer = ofBefore.get(after);
    if (answer === undefined) {
      answer = sameVerdict(before?.final ?? NO_VERDICT, after?.final ?? NO_VERDICT);
      ofBefore.set(after, answer);
    }
    return answer;
  };
  // A principal's name makes a principal in both worlds or in none.
  return principals.after.profiles.flatMap((profile, index) => {
    const cell = {
      before: evaluations.before?.[index] ?? null,
      after: evaluations.after?.[index] ?? null,
    };
    if (isSame(cell.before, cell.after)) return [];
    const requesters = {
      before: requesterOf(principals.before.profiles[index] ?? profile),
      after: requesterOf(profile),
    };
    return compareCell(
      {
        principal: profile.principal.id,
        evaluations: cell,
        requesters,
        places,
        prepared,
        via,
        explained,
      },
      options,
    );
  });
}

function evaluateSide(
  prepared: PreparedTarget | null,
  principals: ClassedPrincipals,
  side: Side,
): readonly Evaluation[] | null {
  return prepared === null ? null : evaluatePrincipals(prepared, principals, side.options);
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
      witness: witness === null ? null : { action: name, context: witness.context },
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
