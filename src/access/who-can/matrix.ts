import { KMS_ACTIONS } from "../../kms/action-table.ts";
import { classPrincipals } from "../../kms/evaluate/classed-principals.ts";
import { evaluatePrincipals } from "../../kms/evaluate/evaluate-principals.ts";
import type { Evaluation } from "../../kms/evaluate/evaluate-target.ts";
import { KEY_ACTIONS, KEYLESS_ACTIONS } from "../../kms/kms-vocabulary.ts";
import { prepareTarget } from "../../kms/layers/prepared-target.ts";
import { compileContext, NOTHING_TOLD } from "../../kms/request/request-facts.ts";
import { keylessTarget, keyTarget, type Target } from "../../kms/request/target.ts";
import { organizationOf, regionOfCall, type World } from "../../kms/world/world.ts";
import {
  type ActionSet,
  actionIndexes,
  countActions,
  intersectActions,
  isEmptySet,
  subtractActions,
  unionActions,
} from "../../policy/action-set.ts";
import { allOf } from "../../policy/verdict.ts";
import { isExternal } from "./external.ts";
import { profilesOf, universeOfPaths, universeOfPrincipals } from "./universe.ts";

/** All actions of one principal on one key by one path, as sets; what is in none is an implicit deny. */
export interface MatrixCell {
  readonly principal: string;
  /** null: the actions without a key. */
  readonly key: string | null;
  readonly via: string | null;
  readonly external: boolean;
  readonly allowed: ActionSet;
  readonly conditional: ActionSet;
  readonly explicitDeny: ActionSet;
  /** The actions that were decided. */
  readonly actions: ActionSet;
}

/** One line of the matrix. */
export interface MatrixRow {
  readonly principal: string;
  readonly key: string | null;
  readonly via: string | null;
  readonly external: boolean;
  readonly allowed: readonly string[];
  readonly conditional: readonly string[];
  readonly explicitDeny: readonly string[];
}

/** Counts over the whole matrix; `evaluated`: the (principal, key, path) triples really evaluated. */
export interface MatrixStats {
  readonly principals: number;
  readonly keys: number;
  readonly paths: number;
  readonly actions: number;
  readonly decisions: Readonly<
    Record<"allowed" | "conditional" | "explicitDeny" | "implicitDeny", number>
  >;
  readonly evaluated: number;
}

export interface MatrixOptions {
  readonly trustedAccounts: readonly string[];
  /** Cells in which nothing is possible and nothing explicitly denied are left out. */
  readonly skipEmpty: boolean;
}

/** All principals × keys × paths × the actions on a key, and principals × paths × the actions without one. */
export function* matrix(world: World, options: MatrixOptions): Generator<MatrixCell> {
  const profiles = profilesOf(world, universeOfPrincipals(world));
  const classed = classPrincipals(profiles, world.compiler);
  const externals = new Map<string | null, readonly boolean[]>();
  for (const { key, targets } of targetsOf(world)) {
    const account = key?.split(":")[4] ?? null;
    const external =
      externals.get(account) ??
      profiles.map(({ principal }) =>
        isExternal(world, principal.id, account, options.trustedAccounts),
      );
    externals.set(account, external);
    for (const target of targets) {
      const { evaluations, of } = evaluatePrincipals(prepareTarget(target), classed, AS_IT_IS);
      const decided = evaluations.map((evaluation) => decidedBy(evaluation, key));
      for (const [index, { principal }] of profiles.entries()) {
        const sets = decided[of[index] ?? 0];
        if (sets === undefined || (options.skipEmpty && isEmpty(sets))) continue;
        const { via } = target.path;
        yield { principal: principal.id, key, via, external: external[index] === true, ...sets };
      }
    }
  }
}

function* targetsOf(
  world: World,
): Generator<{ readonly key: string | null; readonly targets: readonly Target[] }> {
  const request = compileContext(NOTHING_TOLD);
  const pathsByRegion = new Map<string, ReturnType<typeof universeOfPaths>>();
  const pathsOf = (region: string) => {
    const paths = pathsByRegion.get(region) ?? universeOfPaths(world, region);
    pathsByRegion.set(region, paths);
    return paths;
  };
  for (const key of world.keys.values()) {
    const organization = organizationOf(world, key.account);
    const targets = pathsOf(key.region).map((path) => keyTarget(key, organization, path, request));
    yield { key: key.arn, targets };
  }
  const targets = universeOfPaths(world, null).map((path) =>
    keylessTarget(regionOfCall(world, path), path, request),
  );
  yield { key: null, targets };
}

const AS_IT_IS = { asIfEnabled: false };

/** The actions of a cell by what was decided. */
type DecidedActions = Pick<MatrixCell, "allowed" | "conditional" | "explicitDeny" | "actions">;

function decidedBy({ final, combined }: Evaluation, key: string | null): DecidedActions {
  const explicitDeny = combined.denied.yes;
  const actions = key === null ? KEYLESS_ACTIONS : KEY_ACTIONS;
  return {
    allowed: subtractActions(final.yes, explicitDeny),
    conditional: subtractActions(subtractActions(allOf(final), final.yes), explicitDeny),
    explicitDeny: intersectActions(explicitDeny, actions),
    actions,
  };
}

function isEmpty({ allowed, conditional, explicitDeny }: DecidedActions): boolean {
  return isEmptySet(unionActions(unionActions(allowed, conditional), explicitDeny));
}

/** A cell with its actions by name. */
export function toMatrixRow(cell: MatrixCell): MatrixRow {
  const { principal, key, via, external } = cell;
  return {
    principal,
    key,
    via,
    external,
    allowed: namesOf(cell.allowed),
    conditional: namesOf(cell.conditional),
    explicitDeny: namesOf(cell.explicitDeny),
  };
}

function namesOf(actions: ActionSet): readonly string[] {
  return actionIndexes(actions)
    .map((index) => `kms:${KMS_ACTIONS[index]?.name ?? ""}`)
    .sort();
}

/** Counts the whole matrix without keeping it. */
export function matrixStats(world: World): MatrixStats {
  const profiles = profilesOf(world, universeOfPrincipals(world));
  const classed = classPrincipals(profiles, world.compiler);
  const decisions = { allowed: 0, conditional: 0, explicitDeny: 0, implicitDeny: 0 };
  let evaluated = 0;
  const paths = new Set<string | null>();
  for (const { key, targets } of targetsOf(world)) {
    for (const target of targets) {
      const { evaluations, of } = evaluatePrincipals(prepareTarget(target), classed, AS_IT_IS);
      const times = new Int32Array(evaluations.length);
      for (const index of of) times[index] = (times[index] ?? 0) + 1;
      for (const [index, evaluation] of evaluations.entries()) {
        addCounts(decisions, decidedBy(evaluation, key), times[index] ?? 0);
      }
      if (key !== null) evaluated += profiles.length;
      paths.add(target.path.via);
    }
  }
  return {
    principals: profiles.length,
    keys: world.keys.size,
    paths: paths.size,
    actions: countActions(KEY_ACTIONS),
    decisions,
    evaluated,
  };
}

function addCounts(
  decisions: { -readonly [Decision in keyof MatrixStats["decisions"]]: number },
  sets: DecidedActions,
  times: number,
): void {
  const allowed = countActions(sets.allowed);
  const conditional = countActions(sets.conditional);
  const explicitDeny = countActions(sets.explicitDeny);
  decisions.allowed += allowed * times;
  decisions.conditional += conditional * times;
  decisions.explicitDeny += explicitDeny * times;
  decisions.implicitDeny +=
    (countActions(sets.actions) - allowed - conditional - explicitDeny) * times;
}
