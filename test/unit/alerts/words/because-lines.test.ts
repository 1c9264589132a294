import { expect, it } from "vitest";
import type { AccessChangeKind, Because } from "../../../../src/access/compare/access-change.ts";
import { becauseLines } from "../../../../src/alerts/words/because-lines.ts";

const because = (policy: string, was: boolean): Because => ({
  layer: "identity-policy",
  policy,
  sid: null,
  statement: 0,
  was,
});

it.each<[AccessChangeKind, boolean, string]>([
  ["gained", false, "by"],
  ["gained", true, "no longer denied by"],
  ["widened", true, "no longer denied by"],
  ["lost", true, "no longer by"],
  ["narrowed", false, "denied by"],
  ["changed", true, "no longer by"],
])("%s, %j: %s", (change, was, word) => {
  expect(becauseLines(change, [because("p", was)], false)).toEqual([
    `${word} identity policy p, statement 0`,
  ]);
});

it("tells that there is no such request any more, which nothing denies", () => {
  const operation = {
    ...because("operation", false),
    layer: "operation",
    statement: null,
  } as const;
  expect(becauseLines("lost", [operation], false)).toEqual([
    "such a request is not possible any more",
  ]);
});

it("tells a few statements, or all", () => {
  const many = ["a", "b", "c", "d", "e"].map((policy) => because(policy, false));
  const lines = becauseLines("gained", many, false);
  expect(lines).toHaveLength(4);
  expect(lines.at(-1)).toBe("and 2 more statements");
  expect(becauseLines("gained", many, true)).toHaveLength(5);
  expect(becauseLines("gained", [], false)).toEqual([]);
});
