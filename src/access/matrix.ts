import { KMS_ACTIONS } from "../kms/action-table.ts";
import { classPrincipals, evaluatePrincipals } from "../kms/evaluate-principals.ts";
import type { Evaluation } from "../kms/evaluate-target.ts";
import { KEY_ACTIONS, KEYLESS_ACTIONS } from "../kms/kms-vocabulary.ts";
import { prepareTarget } from "../kms/prepared-target.ts";
import { compileContext, NOTHING_TOLD } from "../kms/request-facts.ts";
import { keylessTarget, keyTarget, type Target } from "../kms/target.ts";
import { organizationOf, type World } from "../kms/world.ts";
import {
  type ActionSet,
  actionIndexes,
  countActions,
  intersectActions,
  isEmptySet,
  subtractActions,
  unionActions,
} from "../policy/action-set.ts";
import { allOf } from "../policy/verdict.ts";
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
      const evaluations = evaluatePrincipals(prepareTarget(target), classed, AS_IT_IS);
      for (const [index, evaluation] of evaluations.entries()) {
        const principal = profiles[index]?.principal.id ?? "";
        const cell = toCell(evaluation, principal, key, target.path.via, external[index] === true);
        if (!options.skipEmpty || !isEmptyCell(cell)) yield cell;
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
  const region = world.snapshots[0]?.region ?? null;
  const paths = region === null ? [] : pathsOf(region);
  yield { key: null, targets: paths.map((path) => keylessTarget(region, path, request)) };
}

const AS_IT_IS = { asIfEnabled: false };

function toCell(
  { final, combined }: Evaluation,
  principal: string,
  key: string | null,
  via: string | null,
  external: boolean,
): MatrixCell {
  const explicitDeny = combined.denied.yes;
  const actions = key === null ? KEYLESS_ACTIONS : KEY_ACTIONS;
  return {
    principal,
    key,
    via,
    external,
    allowed: subtractActions(final.yes, explicitDeny),
    conditional: subtractActions(subtractActions(allOf(final), final.yes), explicitDeny),
    explicitDeny: intersectActions(explicitDeny, actions),
    actions,
  };
}

function isEmptyCell({ allowed, conditional, explicitDeny }: MatrixCell): boolean {
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
  const decisions = { allowed: 0, conditional: 0, explicitDeny: 0, implicitDeny: 0 };
  let evaluated = 0;
  const paths = new Set<string | null>();
  for (const cell of matrix(world, { trustedAccounts: [], skipEmpty: false })) {
    const allowed = countActions(cell.allowed);
    const conditional = countActions(cell.conditional);
    const explicitDeny = countActions(cell.explicitDeny);
    decisions.allowed += allowed;
    decisions.conditional += conditional;
    decisions.explicitDeny += explicitDeny;
    decisions.implicitDeny += countActions(cell.actions) - allowed - conditional - explicitDeny;
    if (cell.key !== null) evaluated++;
    paths.add(cell.via);
  }
  return {
    principals: profilesOf(world, universeOfPrincipals(world)).length,
    keys: world.keys.size,
    paths: paths.size,
    actions: countActions(KEY_ACTIONS),
    decisions,
    evaluated,
  };
}
