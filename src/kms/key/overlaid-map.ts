/** A map of which a few values were replaced or added: what it was and what it is now share the rest. */
export interface OverlaidMap<Key, Value> extends ReadonlyMap<Key, Value> {
  /** null: nothing lies over it. */
  readonly overlay: {
    readonly base: ReadonlyMap<Key, Value>;
    /** Values in place of the base's, and those that come after them. */
    readonly replaced: ReadonlyMap<Key, Value>;
  } | null;
}

/** Replaced values past which the map is copied as a whole. */
const MOST_REPLACED = 128;

/** Makes an overlaid map of entries. */
export function overlaidMap<Key, Value>(
  entries: Iterable<readonly [Key, Value]>,
): OverlaidMap<Key, Value> {
  return Object.assign(new Map(entries), { overlay: null });
}

/** The map with some values replaced, or added at its end. */
export function replaceValues<Key, Value>(
  map: OverlaidMap<Key, Value>,
  values: ReadonlyMap<Key, Value>,
): OverlaidMap<Key, Value> {
  const base = map.overlay?.base ?? map;
  const replaced = new Map(map.overlay?.replaced);
  for (const [key, value] of values) replaced.set(key, value);
  const overlaid = overlay(base, replaced);
  return replaced.size > MOST_REPLACED ? overlaidMap(overlaid) : overlaid;
}

function overlay<Key, Value>(
  base: ReadonlyMap<Key, Value>,
  replaced: ReadonlyMap<Key, Value>,
): OverlaidMap<Key, Value> {
  const added = [...replaced.keys()].filter((key) => !base.has(key));
  const get = (key: Key) => (replaced.has(key) ? replaced.get(key) : base.get(key));
  function* keys(): Generator<Key, undefined> {
    yield* base.keys();
    yield* added;
  }
  function* entries(): Generator<[Key, Value], undefined> {
    for (const entry of base) {
      const [key] = entry;
      yield replaced.has(key) ? [key, replaced.get(key) as Value] : entry;
    }
    for (const key of added) yield [key, replaced.get(key) as Value];
  }
  function* values(): Generator<Value, undefined> {
    for (const [, value] of entries()) yield value;
  }
  return {
    overlay: { base, replaced },
    size: base.size + added.length,
    get,
    has: (key) => replaced.has(key) || base.has(key),
    forEach: (visit) => {
      for (const [key, value] of entries()) visit(value, key, base);
    },
    entries,
    keys,
    values,
    [Symbol.iterator]: entries,
  };
}

/** A value before and after; undefined: it was not there. */
export interface ChangedValue<Value> {
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** The values in which two maps differ; maps that share the rest are compared by what was replaced. */
export function changedValues<Key, Value>(
  before: OverlaidMap<Key, Value>,
  after: OverlaidMap<Key, Value>,
): readonly ChangedValue<Value>[] {
  const sameBase = (before.overlay?.base ?? before) === (after.overlay?.base ?? after);
  const keys = sameBase
    ? // Stryker disable next-line ArrayDeclaration: what neither has did not change
      [...(before.overlay?.replaced.keys() ?? []), ...(after.overlay?.replaced.keys() ?? [])]
    : [...before.keys(), ...after.keys()];
  const changes: ChangedValue<Value>[] = [];
  for (const key of new Set(keys)) {
    const change = { before: before.get(key), after: after.get(key) };
    if (change.before !== change.after) changes.push(change);
  }
  return changes;
}
