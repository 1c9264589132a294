import { describe, expect, it } from "vitest";
import {
  filterShared,
  lastOfEach,
  mapShared,
  putShared,
  withMember,
  withoutMember,
} from "../../../src/account/structural-sharing.ts";

const one = { id: 1 };
const two = { id: 2 };
const list: readonly { readonly id: number }[] = [one, two];

describe("mapShared", () => {
  it("gives the list itself when no item changes", () => {
    expect(mapShared(list, (item) => item)).toBe(list);
  });

  it("replaces what changes and shares the rest", () => {
    const mapped = mapShared(list, (item) => (item === two ? { id: 3 } : item));
    expect(mapped).toEqual([{ id: 1 }, { id: 3 }]);
    expect(mapped[0]).toBe(one);
    expect(list).toEqual([{ id: 1 }, { id: 2 }]);
  });
});

describe("filterShared", () => {
  it("gives the list itself when every item stays", () => {
    expect(filterShared(list, () => true)).toBe(list);
  });

  it("leaves items out", () => {
    expect(filterShared(list, ({ id }) => id === 2)).toEqual([two]);
  });
});

describe("putShared", () => {
  it("gives the list itself when the old item stays", () => {
    expect(
      putShared(
        list,
        ({ id }) => id === 2,
        (old) => old ?? one,
      ),
    ).toBe(list);
  });

  it("puts an item in the place of the old one", () => {
    expect(
      putShared(
        list,
        ({ id }) => id === 1,
        () => ({ id: 4 }),
      ),
    ).toEqual([{ id: 4 }, two]);
  });

  it("puts a new item at the end", () => {
    expect(
      putShared(
        list,
        () => false,
        (old) => old ?? { id: 5 },
      ),
    ).toEqual([one, two, { id: 5 }]);
  });
});

describe("withMember and withoutMember", () => {
  const object: { readonly a: number; readonly b?: number } = { a: 1, b: 2 };

  it("give the object itself when nothing changes", () => {
    expect(withMember(object, "a", 1)).toBe(object);
    const bare: typeof object = { a: 1 };
    expect(withMember(bare, "b", undefined)).toBe(bare);
    expect(withoutMember(bare, "b")).toBe(bare);
  });

  it("change a copy", () => {
    expect(withMember(object, "a", 3)).toEqual({ a: 3, b: 2 });
    expect(withoutMember(object, "b")).toStrictEqual({ a: 1 });
    expect(object).toEqual({ a: 1, b: 2 });
  });
});

describe("lastOfEach", () => {
  it("keeps the last item of each name", () => {
    const items = ["b1", "a1", "b2"];
    expect(lastOfEach(items, (item) => item.charAt(0))).toEqual(["b2", "a1"]);
  });
});
