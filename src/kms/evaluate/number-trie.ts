/**
 * Gives sequences of numbers a number each: equal sequences the same, different ones different
 * numbers. A sequence grows from 0, the empty one, by one number after the other.
 */
export interface NumberTrie {
  readonly edges: Map<number, number>;
  /** Numbers that stand for objects. */
  readonly ids: Map<object, number>;
  size: number;
}

/** Numbers in a sequence are smaller. */
const LIMIT = 2 ** 24;

export function makeNumberTrie(): NumberTrie {
  return { edges: new Map(), ids: new Map(), size: 0 };
}

/** The sequence with one more number. */
export function addNumber(trie: NumberTrie, sequence: number, added: number): number {
  // Stryker disable next-line ArithmeticOperator: each pair of numbers has a number of its own in these ways too
  const edge = sequence * LIMIT + added;
  let next = trie.edges.get(edge);
  if (next === undefined) {
    next = ++trie.size;
    trie.edges.set(edge, next);
  }
  return next;
}

/** The sequence with one more object. */
export function addObject(trie: NumberTrie, sequence: number, added: object): number {
  let id = trie.ids.get(added);
  if (id === undefined) {
    id = trie.ids.size;
    trie.ids.set(added, id);
  }
  return addNumber(trie, sequence, id);
}
