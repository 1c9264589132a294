import { describe, expect, it } from "vitest";
import { changedValues, overlaidMap, replaceValues } from "../../../../src/kms/key/overlaid-map.ts";

const base = overlaidMap([
  ["a", 1],
  ["b", 2],
]);
const over = replaceValues(
  base,
  new Map([
    ["b", 3],
    ["c", 4],
  ]),
);

describe("a map with values replaced and added", () => {
  it("reads as a map with these values", () => {
    const entries = [
      ["a", 1],
      ["b", 3],
      ["c", 4],
    ];
    expect([...over]).toEqual(entries);
    expect([...over.entries()]).toEqual(entries);
    expect([...over.keys()]).toEqual(["a", "b", "c"]);
    expect([...over.values()]).toEqual([1, 3, 4]);
    expect(over.size).toBe(3);
    expect(["a", "b", "c", "d"].map((key) => over.get(key))).toEqual([1, 3, 4, undefined]);
    expect(["a", "b", "c", "d"].map((key) => over.has(key))).toEqual([true, true, true, false]);
    const visited: unknown[] = [];
    over.forEach((value, key) => {
      visited.push([key, value]);
    });
    expect(visited).toEqual(entries);
  });

  it("leaves what it was as it was", () => {
    expect([...base]).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
    expect(base.overlay).toBeNull();
  });

  it("may be replaced again, over the same base", () => {
    const again = replaceValues(over, new Map([["a", 5]]));
    expect([...again]).toEqual([
      ["a", 5],
      ["b", 3],
      ["c", 4],
    ]);
    expect(again.overlay?.base).toBe(base);
    expect([...over.values()]).toEqual([1, 3, 4]);
  });

  it("is copied past 128 values", () => {
    const values = (count: number) =>
      new Map(Array.from({ length: count }, (_, n) => [`k${n}`, n] as const));
    expect(replaceValues(base, values(128)).overlay).not.toBeNull();
    const copied = replaceValues(base, values(129));
    expect(copied.overlay).toBeNull();
    expect(copied.size).toBe(131);
    expect(copied.get("k128")).toBe(128);
  });
});

describe("changedValues", () => {
  it.each([
    [
      "what was replaced",
      base,
      over,
      [
        [2, 3],
        [undefined, 4],
      ],
    ],
    [
      "what was before it",
      over,
      base,
      [
        [3, 2],
        [4, undefined],
      ],
    ],
    ["nothing of itself", over, over, []],
    [
      "two over one base",
      over,
      replaceValues(
        base,
        new Map([
          ["b", 3],
          ["a", 7],
        ]),
      ),
      [
        [4, undefined],
        [1, 7],
      ],
    ],
    ["one that replaced nothing", base, replaceValues(base, new Map([["a", 1]])), []],
    [
      "another map",
      base,
      overlaidMap([
        ["b", 2],
        ["d", 8],
      ]),
      [
        [1, undefined],
        [undefined, 8],
      ],
    ],
    [
      "another base",
      over,
      replaceValues(overlaidMap([["a", 1]]), new Map([["b", 9]])),
      [
        [3, 9],
        [4, undefined],
      ],
    ],
  ] as const)("tells %s", (_, before, after, changes) => {
    expect(changedValues(before, after)).toEqual(
      changes.map(([was, is]) => ({ before: was, after: is })),
    );
  });
});
