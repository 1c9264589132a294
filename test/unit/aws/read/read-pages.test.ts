import { describe, expect, it } from "vitest";
import { readPages } from "../../../../src/aws/read/read-pages.ts";

interface Page {
  readonly items: readonly number[];
  readonly next?: string;
}

const readAll = (pages: Readonly<Record<string, Page>>) =>
  readPages<Page>(
    async (token) => pages[token ?? "first"] ?? { items: [] },
    (page) => page.next,
  );

describe("reading pages", () => {
  it("reads one page when there is no token", async () => {
    expect(await readAll({ first: { items: [1] } })).toEqual([{ items: [1] }]);
  });

  it("goes on after an empty page, as long as there is a token", async () => {
    const pages = await readAll({
      first: { items: [1], next: "a" },
      a: { items: [], next: "b" },
      b: { items: [2] },
    });
    expect(pages.flatMap(({ items }) => items)).toEqual([1, 2]);
  });

  it("takes an empty token for none", async () => {
    expect(await readAll({ first: { items: [1], next: "" } })).toHaveLength(1);
  });

  it("neither goes round for ever nor stops halfway when a token comes again", async () => {
    const circle = { first: { items: [1], next: "a" }, a: { items: [2], next: "a" } };
    await expect(readAll(circle)).rejects.toMatchObject({ code: "E_PAGE_TOKEN_REPEATED" });
  });
});
