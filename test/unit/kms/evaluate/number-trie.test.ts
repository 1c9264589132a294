import { describe, expect, it } from "vitest";
import { addNumber, addObject, makeNumberTrie } from "../../../../src/kms/evaluate/number-trie.ts";

describe("a trie of numbers", () => {
  it("numbers equal sequences alike and different ones differently", () => {
    const trie = makeNumberTrie();
    const numberOf = (...sequence: readonly number[]) =>
      sequence.reduce((number, added) => addNumber(trie, number, added), 0);
    const sequences = [
      [],
      [0],
      [1],
      [2],
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
      [2, 1],
      [1, 2],
      [0, 0, 0],
    ];
    const numbers = sequences.map((sequence) => numberOf(...sequence));
    expect(new Set(numbers).size).toBe(sequences.length);
    expect(sequences.map((sequence) => numberOf(...sequence))).toEqual(numbers);
    expect(numberOf()).toBe(0);
    expect(Math.min(...numbers.slice(1))).toBe(1);
  });

  it("knows objects by their identity", () => {
    const trie = makeNumberTrie();
    const [a, b] = [{}, {}];
    const one = addObject(trie, 0, a);
    expect(addObject(trie, 0, a)).toBe(one);
    expect(addObject(trie, 0, b)).not.toBe(one);
    expect(addObject(trie, one, a)).not.toBe(one);
  });
});
