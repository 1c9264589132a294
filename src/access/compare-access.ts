import { KMS_ACTIONS } from "../kms/action-table.ts";
import { type Evaluation, evaluateTarget } from "../kms/evaluate-target.ts";
import type { PreparedTarget } from "../kms/prepared-target.ts";
import type { RequestPath } from "../kms/request-path.ts";
import type { Requester } from "../kms/sum-layers.ts";
import { factsOf } from "../kms/target.ts";
import { actionIndexes, hasAction, unionActions } from "../policy/action-set.ts";
import { ABSENT } from "../policy/fact.ts";
import { FALSE } from "../policy/formula.ts";
import { allOf, formulaOf, NO_VERDICT, sameVerdict } from "../policy/verdict.ts";
import type { AccessChange, AccessChangeKind } from "./access-change.ts";
import { type BecauseAt, becauseOf } from "./because.ts";
import {
  type ContextWitness,
  compareFormulas,
  type FormulaComparison,
} from "./compare-formulas.ts";
import { type Place, preparedAt, requesterOn, type Side } from "./compared-side.ts";
import { decisionValue } from "./decide-target.ts";
import { isExternal } from "./external.ts";
import { groupChanges } from "./group-changes.ts";

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
  const requesters = scope.principals.map((principal) => ({
    principal,
    before: requesterOn(before, principal),
    after: requesterOn(after, principal),
  }));
  for (const keyArn of scope.keys) {
    for (const path of scope.paths) {
      const places = {
        before: { side: before, keyArn, path: path.before },
        after: { side: after, keyArn, path: path.after },
      };
      const prepared = { before: preparedAt(places.before), after: preparedAt(places.after) };
      for (const requester of requesters) {
        changes.push(
          ...compareCell({ ...requester, places, prepared, keyArn, via: path.via }, options),
        );
      }
    }
  }
  return changes;
}

interface Cell {
  readonly principal: string;
  readonly before: Requester | null;
  readonly after: Requester | null;
  readonly places: { readonly before: Place; readonly after: Place };
  readonly prepared: {
    readonly before: PreparedTarget | null;
    readonly after: PreparedTarget | null;
  };
  readonly keyArn: string | null;
  readonly via: string | null;
}

function evaluateSide(
  prepared: PreparedTarget | null,
  requester: Requester | null,
  side: Side,
): Evaluation | null {
  return prepared === null || requester === null
    ? null
    : evaluateTarget(prepared, requester, side.options);
}

function compareCell(cell: Cell, options: ComparisonOptions): readonly AccessChange[] {
  const before = evaluateSide(cell.prepared.before, cell.before, cell.places.before.side);
  const after = evaluateSide(cell.prepared.after, cell.after, cell.places.after.side);
  const finalBefore = before?.final ?? NO_VERDICT;
  const finalAfter = after?.final ?? NO_VERDICT;
  if (sameVerdict(finalBefore, finalAfter)) return [];
  const keyAccount = cell.keyArn?.split(":")[4] ?? null;
  const external = isExternal(
    cell.places.after.side.world,
    cell.principal,
    keyAccount,
    options.trustedAccounts,
  );
  const compared = new Map<string, FormulaComparison>();
  const found: AccessChange[] = [];
  for (const action of actionIndexes(unionActions(allOf(finalBefore), allOf(finalAfter)))) {
    if (hasAction(finalBefore.yes, action) && hasAction(finalAfter.yes, action)) continue;
    const sides = {
      before: {
        formula: before === null ? FALSE : formulaOf(before.final, action),
        facts: factsAt(cell.prepared.before, cell.before),
      },
      after: {
        formula: after === null ? FALSE : formulaOf(after.final, action),
        facts: factsAt(cell.prepared.after, cell.after),
      },
    };
    if (sides.before.formula.text === sides.after.formula.text) continue;
    const texts = `${sides.before.formula.text} → ${sides.after.formula.text}`;
    const comparison =
      compared.get(texts) ?? compareFormulas(sides.before, sides.after, options.settled);
    compared.set(texts, comparison);
    const decisions = {
      before: before === null ? ("implicitDeny" as const) : decisionValue(before, action),
      after: after === null ? ("implicitDeny" as const) : decisionValue(after, action),
    };
    for (const { change, witness } of kindsOf(comparison)) {
      const at: BecauseAt = {
        places: cell.places,
        requesters: cell,
        action,
        context: witness?.context ?? {},
      };
      const name = `kms:${KMS_ACTIONS[action]?.name ?? ""}`;
      found.push({
        change,
        principal: cell.principal,
        external,
        key: cell.keyArn,
        via: cell.via,
        actions: [name],
        ...decisions,
        because: becauseOf(change, at),
        witness: witness === null ? null : { action: name, context: witness.context },
      });
    }
  }
  return groupChanges(found);
}

function factsAt(prepared: PreparedTarget | null, requester: Requester | null) {
  return prepared === null || requester === null
    ? () => ABSENT
    : factsOf(prepared.target, "Allow", requester.profile);
}

/** The words for a comparison: some come and some go makes two. */
function kindsOf(
  comparison: FormulaComparison,
): readonly { readonly change: AccessChangeKind; readonly witness: ContextWitness | null }[] {
  const { gains, losses, possibleBefore, possibleAfter, incomplete } = comparison;
  if (incomplete && gains === null && losses === null)
    return [{ change: "changed", witness: null }];
  const kinds: { change: AccessChangeKind; witness: ContextWitness | null }[] = [];
  if (gains !== null) kinds.push({ change: possibleBefore ? "widened" : "gained", witness: gains });
  if (losses !== null) kinds.push({ change: possibleAfter ? "narrowed" : "lost", witness: losses });
  return kinds;
}
