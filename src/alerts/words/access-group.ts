import type {
  AccessChange,
  AccessChangeKind,
  Because,
} from "../../access/compare/access-change.ts";
import type { DecisionValue } from "../../kms/decision.ts";

/** Access changes that a reader takes in as one: the same change for several principals and paths. */
export interface AccessGroup {
  readonly change: AccessChangeKind;
  readonly principals: readonly string[];
  readonly external: boolean;
  readonly keys: readonly (string | null)[];
  readonly vias: readonly (string | null)[];
  readonly actions: readonly string[];
  readonly before: DecisionValue;
  readonly after: DecisionValue;
  readonly because: readonly Because[];
  readonly alreadyAllowedWithout: boolean;
  /** How many access changes it stands for. */
  readonly size: number;
}

/**
 * Groups access changes: the paths of one principal, then its keys, then the principals whose
 * change is the same on the same keys and paths. Deciding statements may differ: the group holds
 * each once. The order is that in which the changes came.
 */
export function groupAccessChanges(changes: readonly AccessChange[]): readonly AccessGroup[] {
  const byPath = mergeBy(changes.map(groupOfOne), (group) => [
    ...kindOf(group),
    group.principals,
    group.keys,
  ]);
  const byKey = mergeBy(byPath, (group) => [...kindOf(group), group.principals, group.vias]);
  return mergeBy(byKey, (group) => [...kindOf(group), group.keys, group.vias]);
}

/** Each access change as a group of its own. */
export function groupOfOne(change: AccessChange): AccessGroup {
  return {
    change: change.change,
    principals: [change.principal],
    external: change.external,
    keys: [change.key],
    vias: [change.via],
    actions: change.actions,
    before: change.before,
    after: change.after,
    because: change.because,
    alreadyAllowedWithout: change.alreadyAllowedWithout === true,
    size: 1,
  };
}

function kindOf(group: AccessGroup): readonly unknown[] {
  const { change, external, actions, before, after, alreadyAllowedWithout } = group;
  // Keyless actions stand apart from keys.
  const isKeyless = group.keys.includes(null);
  return [change, external, isKeyless, actions, before, after, alreadyAllowedWithout];
}

function mergeBy(
  groups: readonly AccessGroup[],
  keyOf: (group: AccessGroup) => unknown,
): readonly AccessGroup[] {
  const parts = new Map<string, AccessGroup[]>();
  for (const group of groups) {
    const key = JSON.stringify(keyOf(group));
    const same = parts.get(key);
    if (same === undefined) parts.set(key, [group]);
    else same.push(group);
  }
  return [...parts.values()].flatMap(merge);
}

function merge(groups: readonly AccessGroup[]): readonly AccessGroup[] {
  const [first] = groups;
  if (first === undefined) return [];
  return [
    {
      ...first,
      principals: distinct(groups.flatMap(({ principals }) => principals)),
      keys: distinct(groups.flatMap(({ keys }) => keys)),
      vias: distinct(groups.flatMap(({ vias }) => vias)),
      because: distinct(groups.flatMap(({ because }) => because)),
      size: groups.reduce((sum, { size }) => sum + size, 0),
    },
  ];
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
