/*
 * New values that share with the old ones whatever did not change: when nothing changed, the old
 * value itself comes back, so that identity tells what a change touched.
 */

/** The list with each item changed. */
export function mapShared<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  let result: T[] | undefined;
  for (const [index, item] of list.entries()) {
    const changed = change(item);
    if (changed === item) continue;
    result ??= list.slice();
    result[index] = changed;
  }
  return result ?? list;
}

/** The list without the items that are not wanted. */
export function filterShared<T>(list: readonly T[], wanted: (item: T) => boolean): readonly T[] {
  return list.every(wanted) ? list : list.filter(wanted);
}

/** The list with one item put in the place of the one that matches, or at the end. */
export function putShared<T>(
  list: readonly T[],
  matches: (item: T) => boolean,
  make: (old: T | undefined) => T,
): readonly T[] {
  const index = list.findIndex(matches);
  const old = list[index];
  const item = make(old);
  if (index < 0) return [...list, item];
  return old === item ? list : list.with(index, item);
}

/** The object with one member changed. */
export function withMember<T extends object, K extends keyof T>(
  object: T,
  member: K,
  value: T[K],
): T {
  return object[member] === value ? object : { ...object, [member]: value };
}

/** The object without one of its optional members. */
export function withoutMember<T extends object>(object: T, member: keyof T): T {
  if (!Object.hasOwn(object, member)) return object;
  const copy = { ...object };
  delete copy[member];
  return copy;
}

/** The last of all items of one name, in the order in which the names first came. */
export function lastOfEach<T>(list: readonly T[], nameOf: (item: T) => string): readonly T[] {
  return [...new Map(list.map((item) => [nameOf(item), item])).values()];
}
