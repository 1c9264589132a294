import { describe, expect, it } from "vitest";
import {
  type ActionSet,
  actionIndexes,
  countActions,
  hasAction,
  intersectActions,
  isEmptySet,
  NO_ACTIONS,
  sameActions,
  singleAction,
  subtractActions,
  unionActions,
} from "../../../src/policy/action-set.ts";

const setOf = (...indexes: readonly number[]): ActionSet =>
  indexes.reduce((set, index) => unionActions(set, singleAction(index)), NO_ACTIONS);

describe("a set of actions", () => {
  it.each([0, 1, 30, 31, 32, 33, 62, 63])("holds action %i alone", (index) => {
    const set = singleAction(index);
    expect(actionIndexes(set)).toEqual([index]);
    expect(countActions(set)).toBe(1);
    expect(hasAction(set, index)).toBe(true);
    expect(hasAction(set, (index + 32) % 64)).toBe(false);
    expect(isEmptySet(set)).toBe(false);
  });

  it("lists its actions in ascending order, over both words", () => {
    expect(actionIndexes(setOf(63, 5, 32, 31, 0))).toEqual([0, 5, 31, 32, 63]);
  });

  it("holds all 64", () => {
    const all = Array.from({ length: 64 }, (_, index) => index);
    expect(actionIndexes(setOf(...all))).toEqual(all);
    expect(countActions(setOf(...all))).toBe(64);
  });

  it.each([
    [[], 0],
    [[31], 1],
    [[0, 1, 2, 3, 4, 5, 6, 7], 8],
    [[3, 31, 32, 40, 63], 5],
  ] as const)("counts %j", (indexes, count) => {
    expect(countActions(setOf(...indexes))).toBe(count);
  });

  it("unites, intersects and subtracts in both words", () => {
    const a = setOf(1, 2, 40, 41);
    const b = setOf(2, 3, 41, 42);
    expect(actionIndexes(unionActions(a, b))).toEqual([1, 2, 3, 40, 41, 42]);
    expect(actionIndexes(intersectActions(a, b))).toEqual([2, 41]);
    expect(actionIndexes(subtractActions(a, b))).toEqual([1, 40]);
  });

  it("is empty only without actions in either word", () => {
    expect(isEmptySet(NO_ACTIONS)).toBe(true);
    expect(isEmptySet(setOf(31))).toBe(false);
    expect(isEmptySet(setOf(63))).toBe(false);
  });

  it("equals a set with the same actions", () => {
    expect(sameActions(setOf(1, 40), setOf(40, 1))).toBe(true);
    expect(sameActions(setOf(1, 40), setOf(1))).toBe(false);
    expect(sameActions(setOf(1, 40), setOf(40))).toBe(false);
  });
});
