import { describe, expect, it } from "vitest";
import type { AccessChange } from "../../../../src/access/compare/access-change.ts";
import { groupAccessChanges } from "../../../../src/alerts/words/access-group.ts";

const change = (more: Partial<AccessChange> = {}): AccessChange => ({
  change: "gained",
  principal: "a",
  external: false,
  key: "k",
  via: null,
  actions: ["kms:Decrypt"],
  before: "implicitDeny",
  after: "allowed",
  because: [{ layer: "key-policy", policy: "default", sid: null, statement: 0, was: false }],
  witness: null,
  ...more,
});

describe("groupAccessChanges", () => {
  it("makes one group of forty principals with the same change", () => {
    const changes = Array.from({ length: 40 }, (_, i) => change({ principal: `p${i}` }));
    const [group, ...others] = groupAccessChanges(changes);
    expect(others).toEqual([]);
    expect(group?.principals).toHaveLength(40);
    expect(group?.because).toHaveLength(1);
    expect(group?.size).toBe(40);
  });

  it("merges paths and keys, then principals alike in both", () => {
    const changes = ["a", "b"].flatMap((principal) =>
      ["k", "l"].flatMap((key) => [null, "vpce-1"].map((via) => change({ principal, key, via }))),
    );
    expect(groupAccessChanges(changes)).toMatchObject([
      { principals: ["a", "b"], keys: ["k", "l"], vias: [null, "vpce-1"], size: 8 },
    ]);
  });

  it.each<Partial<AccessChange>>([
    { change: "lost" },
    { external: true },
    { actions: ["kms:Encrypt"] },
    { after: "conditional" },
    { before: "explicitDeny" },
    { key: null },
    { alreadyAllowedWithout: true },
  ])("keeps apart what differs in %j", (more) => {
    expect(groupAccessChanges([change(), change({ principal: "b", ...more })])).toHaveLength(2);
  });

  it("keeps principals apart whose keys or paths differ", () => {
    const changes = [change(), change({ key: "l" }), change({ principal: "b" })];
    expect(groupAccessChanges(changes)).toHaveLength(2);
    expect(groupAccessChanges([change(), change({ principal: "b", via: "vpce-1" })])).toHaveLength(
      2,
    );
  });

  it("holds the statements of all that it stands for", () => {
    const other = { layer: "grant", policy: "g", sid: null, statement: null, was: false } as const;
    const [group] = groupAccessChanges([change(), change({ principal: "b", because: [other] })]);
    expect(group?.because).toHaveLength(2);
  });
});
