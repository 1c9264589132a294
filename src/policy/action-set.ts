/**
 * A set of actions as a bit set of two 32-bit words: a statement, a layer and a decision speak of
 * all actions of a vocabulary (at most 64) at once.
 */
export interface ActionSet {
  readonly lo: number;
  readonly hi: number;
}

export const NO_ACTIONS: ActionSet = { lo: 0, hi: 0 };

/** The set that holds the one action with this index (0 to 63). */
export function singleAction(index: number): ActionSet {
  // Stryker disable next-line ArithmeticOperator: a shift counts modulo 32
  return index < 32 ? { lo: (1 << index) | 0, hi: 0 } : { lo: 0, hi: (1 << (index - 32)) | 0 };
}

export function hasAction(set: ActionSet, index: number): boolean {
  // Stryker disable next-line ArithmeticOperator: a shift counts modulo 32
  return index < 32 ? (set.lo & (1 << index)) !== 0 : (set.hi & (1 << (index - 32))) !== 0;
}

export function unionActions(a: ActionSet, b: ActionSet): ActionSet {
  return { lo: a.lo | b.lo, hi: a.hi | b.hi };
}

export function intersectActions(a: ActionSet, b: ActionSet): ActionSet {
  return { lo: a.lo & b.lo, hi: a.hi & b.hi };
}

export function subtractActions(a: ActionSet, b: ActionSet): ActionSet {
  return { lo: a.lo & ~b.lo, hi: a.hi & ~b.hi };
}

export function isEmptySet(set: ActionSet): boolean {
  return (set.lo | set.hi) === 0;
}

export function sameActions(a: ActionSet, b: ActionSet): boolean {
  return a.lo === b.lo && a.hi === b.hi;
}

function countBits(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

export function countActions(set: ActionSet): number {
  return countBits(set.lo) + countBits(set.hi);
}

/** The indexes in the set, ascending. */
export function actionIndexes(set: ActionSet): number[] {
  const indexes: number[] = [];
  for (let lo = set.lo; lo !== 0; lo &= lo - 1) indexes.push(31 - Math.clz32(lo & -lo));
  for (let hi = set.hi; hi !== 0; hi &= hi - 1) indexes.push(63 - Math.clz32(hi & -hi));
  return indexes;
}
