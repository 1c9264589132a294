import { describe, expect, it } from "vitest";
import type { AuthorizationDetails, IamTag, Snapshot } from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { findPrincipal } from "../../../../src/kms/world/find-principal.ts";
import { compileWorld } from "../../../../src/kms/world/world.ts";

const account = "111122223333";
const alice = `arn:aws:iam::${account}:user/alice`;
const detailsOf = (Tags?: readonly IamTag[] | { unreadable: string }): AuthorizationDetails => ({
  UserDetailList: [{ UserName: "alice", Arn: alice, ...(Tags === undefined ? {} : { Tags }) }],
});

/** Alice as snapshots tell of her, one after the other, compiled by one compiler. */
function finding() {
  const compiler = createCompiler();
  return (authorizationDetails: AuthorizationDetails, more: Partial<Snapshot> = {}) => {
    const snapshot: Snapshot = {
      schemaVersion: 1,
      account,
      region: "us-west-2",
      partition: "aws",
      authorizationDetails,
      keys: [],
      ...more,
    };
    return findPrincipal(compileWorld([snapshot], compiler), alice);
  };
}

describe("a user's profile", () => {
  it("is one object while neither the user nor the organization changes", () => {
    const find = finding();
    const [details, organization] = [detailsOf(), { id: "o-exampleorgid" }];
    const before = find(details, { organization });
    expect(find(details, { organization, region: "us-east-1" })).toBe(before);
    expect(find(detailsOf(), { organization })).not.toBe(before);
    const moved = find(details, { organization: { id: "o-another" } });
    expect(moved).not.toBe(before);
    expect(moved?.organization.organizationId).toBe("o-another");
  });
});

describe("the text of a user's tags", () => {
  const find = finding();
  const textOf = (Tags?: readonly IamTag[] | { unreadable: string }) =>
    find(detailsOf(Tags))?.tagText;
  const [team, stage] = [
    { Key: "Team", Value: "alpha" },
    { Key: "Stage", Value: "test" },
  ];

  it("is one for the same tags in any order and any case of their keys", () => {
    expect(textOf([team, stage])).toBe(textOf([stage, team]));
    expect(textOf([team])).toBe(textOf([{ Key: "team", Value: "alpha" }]));
    expect(textOf([])).toBe(textOf());
  });

  it.each<
    readonly [what: string, a: Parameters<typeof textOf>[0], b: Parameters<typeof textOf>[0]]
  >([
    ["other values", [team], [{ Key: "Team", Value: "Alpha" }]],
    ["other keys", [team], [{ Key: "Stage", Value: "alpha" }]],
    [
      "keys that only look alike in upper case",
      [{ Key: "Straße", Value: "1" }],
      [{ Key: "STRASSE", Value: "1" }],
    ],
    ["more tags", [team], [team, stage]],
    ["no tags", [team], []],
    ["tags that could not be read", [], { unreadable: "AccessDenied" }],
    ["another reason", { unreadable: "Throttling" }, { unreadable: "AccessDenied" }],
  ])("is another for %s", (_, a, b) => {
    expect(textOf(a)).not.toBe(textOf(b));
  });
});
