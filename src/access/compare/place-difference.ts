import { type ClassedPrincipals, classPrincipals } from "../../kms/evaluate/classed-principals.ts";
import {
  type EvaluatedPrincipals,
  evaluatePrincipals,
} from "../../kms/evaluate/evaluate-principals.ts";
import type { Evaluation } from "../../kms/evaluate/evaluate-target.ts";
import { type PreparedTarget, prepareTarget } from "../../kms/layers/prepared-target.ts";
import type { RequestPath } from "../../kms/request/request-path.ts";
import type { Target } from "../../kms/request/target.ts";
import type { World } from "../../kms/world/world.ts";
import { NO_VERDICT, sameVerdict } from "../../policy/verdict.ts";
import { profilesOf } from "../who-can/universe.ts";
import { type Place, type Side, targetAt } from "./compared-side.ts";
import { differInNothingMentioned } from "./touched-context.ts";

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

/** Both sides of something. */
export interface Both<Value> {
  readonly before: Value;
  readonly after: Value;
}

/** A key by a path whose decisions differ for some principals. */
export interface PlaceDifference {
  readonly via: string | null;
  readonly places: Both<Place>;
  readonly prepared: Both<PreparedTarget | null>;
  readonly principals: Both<ClassedPrincipals>;
  /** The places among the principals of those whose decisions differ. */
  readonly differing: readonly number[];
  /** null: there is nothing to have access to. */
  readonly evaluationsOf: (index: number) => Both<Evaluation | null>;
}

/** Decides before and after, and tells where decisions differ. */
export function* placeDifferences(
  before: Side,
  after: Side,
  scope: ComparisonScope,
): Generator<PlaceDifference> {
  const classed = (world: World) =>
    classPrincipals(profilesOf(world, scope.principals), world.compiler);
  const principals = { before: classed(before.world), after: classed(after.world) };
  for (const keyArn of scope.keys) {
    for (const path of scope.paths) {
      const places = {
        before: { side: before, keyArn, path: path.before },
        after: { side: after, keyArn, path: path.after },
      };
      const difference = differenceAt(places, principals);
      if (difference !== null && difference.differing.length > 0) {
        yield { ...difference, via: path.via };
      }
    }
  }
}

/** null: the decisions cannot differ. */
function differenceAt(
  places: Both<Place>,
  principals: Both<ClassedPrincipals>,
): Omit<PlaceDifference, "via"> | null {
  const targets = { before: targetAt(places.before), after: targetAt(places.after) };
  if (cannotDiffer(places, targets, principals)) return null;
  const prepared = prepareBoth(targets);
  const before = evaluateSide(prepared.before, principals.before, places.before.side);
  const after = evaluateSide(prepared.after, principals.after, places.after.side);
  const evaluationsOf = (index: number) => ({
    before: evaluationOf(before, index),
    after: evaluationOf(after, index),
  });
  return {
    places,
    prepared,
    principals,
    // A principal's name makes a principal in both worlds or in none.
    differing: differingIndexes(principals.after.profiles.length, before, after, evaluationsOf),
    evaluationsOf,
  };
}

/** What is the same before and after is prepared once. */
function prepareBoth({ before, after }: Both<Target | null>): Both<PreparedTarget | null> {
  const prepared = prepare(before);
  const isSame =
    before?.key === after?.key &&
    before?.resource === after?.resource &&
    before?.path === after?.path &&
    before?.organization === after?.organization;
  return { before: prepared, after: isSame ? prepared : prepare(after) };
}

function prepare(target: Target | null): PreparedTarget | null {
  return target === null ? null : prepareTarget(target);
}

function cannotDiffer(
  places: Both<Place>,
  { before, after }: Both<Target | null>,
  principals: Both<ClassedPrincipals>,
): boolean {
  const { options, world } = places.after.side;
  return (
    before !== null &&
    after !== null &&
    principals.before === principals.after &&
    places.before.side.options.asIfEnabled === options.asIfEnabled &&
    differInNothingMentioned(before, after, principals.after, world.compiler)
  );
}

function evaluateSide(
  prepared: PreparedTarget | null,
  principals: ClassedPrincipals,
  { options }: Side,
): EvaluatedPrincipals | null {
  return prepared === null ? null : evaluatePrincipals(prepared, principals, options);
}

function evaluationOf(evaluated: EvaluatedPrincipals | null, index: number): Evaluation | null {
  return evaluated?.evaluations[evaluated.of[index] ?? 0] ?? null;
}

/** Compares each pair of evaluations once. */
function differingIndexes(
  count: number,
  before: EvaluatedPrincipals | null,
  after: EvaluatedPrincipals | null,
  evaluationsOf: PlaceDifference["evaluationsOf"],
): readonly number[] {
  const width = after?.evaluations.length ?? 1;
  const same: boolean[] = [];
  const differing: number[] = [];
  for (let index = 0; index < count; index++) {
    const pair = (before?.of[index] ?? 0) * width + (after?.of[index] ?? 0);
    let answer = same[pair];
    if (answer === undefined) {
      const both = evaluationsOf(index);
      answer = sameVerdict(both.before?.final ?? NO_VERDICT, both.after?.final ?? NO_VERDICT);
      same[pair] = answer;
    }
    if (!answer) differing.push(index);
  }
  return differing;
}
