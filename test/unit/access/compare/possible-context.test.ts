import { describe, expect, it } from "vitest";
import type { ContextValue } from "../../../../src/access/compare/context-classes.ts";
import { isPossibleContext } from "../../../../src/access/compare/possible-context.ts";

const possible = (context: Readonly<Record<string, ContextValue>>) =>
  isPossibleContext(new Map(Object.entries(context)));

describe("isPossibleContext", () => {
  it.each([
    ["kms:encryptioncontextkeys", "kms:encryptioncontext:"],
    ["aws:tagkeys", "aws:requesttag/"],
  ])("makes %s and the pairs agree", (list, prefix) => {
    expect(possible({ [list]: ["App", "Stage"], [`${prefix}app`]: ["x"] })).toBe(true);
    expect(possible({ [list]: ["App"], [`${prefix}app`]: ["x"], [`${prefix}stage`]: null })).toBe(
      true,
    );
    expect(possible({ [list]: ["App"], [`${prefix}app`]: null })).toBe(false);
    expect(possible({ [list]: ["Stage"], [`${prefix}app`]: ["x"] })).toBe(false);
    expect(possible({ [list]: null, [`${prefix}app`]: ["x"] })).toBe(false);
    expect(possible({ [list]: null, [`${prefix}app`]: null })).toBe(true);
    expect(possible({ [`${prefix}app`]: ["x"] })).toBe(true);
    expect(possible({ [list]: ["Anything"] })).toBe(true);
  });

  it("keeps the two lists apart", () => {
    expect(possible({ "aws:tagkeys": null, "kms:encryptioncontext:app": ["x"] })).toBe(true);
  });

  it.each([
    [["s3.us-west-2.amazonaws.com"], ["true"], true],
    [["s3.us-west-2.amazonaws.com"], ["false"], false],
    [["s3.us-west-2.amazonaws.com"], null, false],
    [null, ["false"], true],
    [null, null, true],
    [null, ["true"], false],
  ] as const)(
    "knows a call through a service as one on somebody's behalf: %j, %j",
    (via, onBehalf, expected) => {
      expect(possible({ "kms:viaservice": via, "aws:viaawsservice": onBehalf })).toBe(expected);
    },
  );

  it("asks for nothing where one of them is not asked for", () => {
    expect(possible({ "kms:viaservice": null })).toBe(true);
    expect(possible({ "aws:viaawsservice": ["true"] })).toBe(true);
    expect(possible({})).toBe(true);
  });
});
