/**
 * Whether two JSON values are the same: the order of an object's members does not count, the order
 * of a list does. Works through a list of its own, since a document may be nested deeper than the
 * call stack.
 */
export function sameJson(left: unknown, right: unknown): boolean {
  const pairs: [unknown, unknown][] = [[left, right]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [a, b] = pair;
    if (a !== b && !compareMembers(a, b, pairs)) return false;
  }
  return true;
}

/** Compares the outside of two values and leaves their members to be compared. */
function compareMembers(a: unknown, b: unknown, pairs: [unknown, unknown][]): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  for (const name of names) {
    if (!Object.hasOwn(b, name)) return false;
    pairs.push([Reflect.get(a, name), Reflect.get(b, name)]);
  }
  return true;
}
