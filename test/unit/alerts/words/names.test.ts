import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../../src/account/snapshot.ts";
import { makeNames } from "../../../../src/alerts/words/names.ts";
import { otherArn, smallAccount, vaultArn } from "../../cli/small-account.ts";

/** The small account with these aliases of the vault and the other key. */
function withAliases(vault: readonly string[], other: readonly string[]): Snapshot {
  const keys = [vault, other].map((names, index) => ({
    metadata: { Arn: index === 0 ? vaultArn : otherArn },
    aliases: names.map((AliasName) => ({ AliasName })),
  }));
  return { ...smallAccount, keys };
}

describe("a key", () => {
  it("goes by its alias, else by its id", () => {
    const { key } = makeNames([smallAccount]);
    expect(key(vaultArn)).toBe("alias/vault");
    expect(key(otherArn)).toBe("key/0987dcba-09fe-87dc-65ba-ab0987654321");
    expect(key("odd")).toBe("odd");
  });

  it("goes by an alias that it keeps, not by one that moves", () => {
    const before = withAliases(["alias/a", "alias/moving"], []);
    const after = withAliases(["alias/a"], ["alias/moving"]);
    const { key } = makeNames([before], [after]);
    expect(key(vaultArn)).toBe("alias/a");
    expect(key(otherArn)).toBe("alias/moving (key/0987dcba)");
  });

  it("is told with its account and Region where there are several", () => {
    const { key } = makeNames([smallAccount, { ...smallAccount, region: "eu-west-1", keys: [] }]);
    expect(key(vaultArn)).toBe("alias/vault in 444455556666 eu-central-1");
  });

  it("has no alias when nobody can read them", () => {
    const keys = [{ metadata: { Arn: vaultArn }, aliases: { unreadable: "AccessDenied" } }];
    const { key } = makeNames([
      { ...smallAccount, keys },
      { ...smallAccount, keys: { unreadable: "x" } },
    ]);
    expect(key(vaultArn)).toMatch(/^key\/1234abcd/);
  });
});

describe("a principal", () => {
  const { principal } = makeNames([smallAccount]);
  it.each([
    ["*", "anyone (*)"],
    ["arn:aws:iam::444455556666:role/build/builder", "role/builder"],
    ["arn:aws:iam::444455556666:user/sam", "user/sam"],
    ["arn:aws:iam::444455556666:root", "root user of 444455556666"],
    ["arn:aws:iam::111122223333:root", "account 111122223333"],
    ["arn:aws:iam::111122223333:role/x", "role/x of 111122223333"],
    ["arn:aws:sts::444455556666:assumed-role/builder/sam", "assumed-role/builder/sam"],
    ["sns.amazonaws.com", "sns.amazonaws.com"],
  ])("%s is %s", (arn, expected) => {
    expect(principal(arn)).toBe(expected);
  });

  it("is told with its account where there are several", () => {
    const names = makeNames([smallAccount, { ...smallAccount, account: "111122223333" }]);
    expect(names.principal("arn:aws:iam::111122223333:role/x")).toBe("role/x of 111122223333");
  });
});

it("a path is an endpoint or none", () => {
  const { path } = makeNames([smallAccount]);
  expect([path(null), path("vpce-1")]).toEqual(["outside any endpoint", "vpce-1"]);
});
