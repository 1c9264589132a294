import { describe, expect, it } from "vitest";
import type { Snapshot, SnapshotKey } from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { aliasNames, findAliasHolder, findKey } from "../../../../src/kms/world/find-key.ts";
import { compileWorld } from "../../../../src/kms/world/world.ts";

const account = "111122223333";
const partner = "444455556666";
const west = "us-west-2";
const east = "us-east-1";
const arnOf = (resource: string, region = west, of = account) =>
  `arn:aws:kms:${region}:${of}:${resource}`;

const key = (id: string, aliases: SnapshotKey["aliases"], region = west): SnapshotKey =>
  ({
    metadata: { Arn: arnOf(`key/${id}`, region) },
    tags: [],
    grants: [],
    ...(aliases === undefined ? {} : { aliases }),
  }) as SnapshotKey;
const named = (...names: readonly string[]) =>
  names.map((name) => ({ AliasName: `alias/${name}` })) as SnapshotKey["aliases"];

const snapshot = (region: string, keys: Snapshot["keys"], of = account): Snapshot => ({
  schemaVersion: 1,
  account: of,
  region,
  partition: "aws",
  keys,
});

const world = compileWorld(
  [
    snapshot(west, [
      key("untold", undefined),
      key("unread", { unreadable: "AccessDenied" }),
      key("a", named("app", "both")),
      key("b", named("other")),
    ]),
    snapshot(east, [key("c", named("both", "east"), east)]),
    snapshot("eu-west-1", { unreadable: "AccessDenied" }),
  ],
  createCompiler(),
);
const found = (identifier: string) => {
  const one = findKey(world, identifier);
  return one === null ? null : [one.key.arn, one.alias];
};

// https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
describe("findKey", () => {
  it.each<readonly [identifier: string, arn: string | null, alias: string | null]>([
    ["a", arnOf("key/a"), null],
    ["c", arnOf("key/c", east), null],
    [arnOf("key/b"), arnOf("key/b"), null],
    ["alias/app", arnOf("key/a"), "alias/app"],
    ["alias/other", arnOf("key/b"), "alias/other"],
    ["alias/both", arnOf("key/a"), "alias/both"],
    [arnOf("alias/both"), arnOf("key/a"), "alias/both"],
    [arnOf("alias/both", east), arnOf("key/c", east), "alias/both"],
    [arnOf("alias/both", west, partner), arnOf("key/", west, partner), "alias/both"],
  ])("%s", (identifier, arn, alias) => {
    expect(found(identifier)).toEqual([arn, alias]);
  });

  it.each([
    "",
    "app",
    "gone",
    "alias/gone",
    arnOf("key/gone"),
    arnOf("alias/gone"),
    arnOf("alias/east"),
    arnOf("alias/app", east),
    arnOf("nothing/a", west, partner),
    "arn:aws:s3:us-west-2:444455556666:key/a",
    "arn:aws:s3:us-west-2:444455556666:alias/a",
  ])("knows that %j is none", (identifier) => {
    expect(findKey(world, identifier)).toBeNull();
  });

  it.each([
    ["another account's", arnOf("key/x", west, partner)],
    ["another Region's", arnOf("key/x", "ap-south-1")],
    ["an unread Region's", arnOf("key/x", "eu-west-1")],
  ])("knows nothing of %s key but its ARN", (_, arn) => {
    expect(found(arn)).toEqual([arn, null]);
    expect(findKey(world, arn)?.key.snapshotKey).toMatchObject({
      policy: { unreadable: "no snapshot holds this key" },
      tags: { unreadable: "no snapshot holds this key" },
    });
  });

  it("does not know to which key an alias of elsewhere leads", () => {
    expect(found(arnOf("alias/app", west, partner))).toEqual([
      arnOf("key/", west, partner),
      "alias/app",
    ]);
    expect(found(arnOf("alias/app", "eu-west-1"))).toEqual([
      arnOf("key/", "eu-west-1"),
      "alias/app",
    ]);
  });
});

describe("findAliasHolder", () => {
  it("looks in one account and Region, or in all", () => {
    const holder = (name: string, place: { account: string; region: string } | null) =>
      findAliasHolder(world, name, place)?.arn ?? null;
    expect(holder("alias/both", null)).toBe(arnOf("key/a"));
    expect(holder("alias/both", { account, region: east })).toBe(arnOf("key/c", east));
    expect(holder("alias/both", { account: partner, region: west })).toBeNull();
    expect(holder("alias/gone", null)).toBeNull();
  });
});

describe("aliasNames", () => {
  it.each([
    ["a", ["alias/app", "alias/both"]],
    ["untold", []],
    ["unread", []],
  ])("of %s: %j", (id, names) => {
    const one = world.keys.get(arnOf(`key/${id}`));
    expect(one && aliasNames(one)).toEqual(names);
  });
});
