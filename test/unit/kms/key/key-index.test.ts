import { describe, expect, it } from "vitest";
import type { Snapshot, SnapshotKey } from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { compileKey } from "../../../../src/kms/key/compiled-key.ts";
import { compileKeys } from "../../../../src/kms/key/key-index.ts";

const account = "111122223333";
const arnOf = (id: string, region = "us-west-2") => `arn:aws:kms:${region}:${account}:key/${id}`;
const key = (id: string, region?: string): SnapshotKey => ({
  metadata: { Arn: arnOf(id, region) },
});
const snapshot = (keys: Snapshot["keys"], region = "us-west-2"): Snapshot => ({
  schemaVersion: 1,
  account,
  region,
  partition: "aws",
  keys,
});

const [a, b, c, other] = [key("a"), key("b"), key("c"), key("b")];

describe("the keys of a snapshot that follows another", () => {
  it.each<readonly [what: string, before: readonly SnapshotKey[], after: readonly SnapshotKey[]]>([
    ["as they were", [a, b], [a, b]],
    ["one changed", [a, b, c], [a, other, c]],
    ["one more", [a], [a, b]],
    ["two more, one changed", [b], [other, a, c]],
    ["the last gone", [a, b], [a]],
    ["the first gone", [a, b, c], [b, c]],
    ["one gone, another in its place", [a, b], [a, c]],
    ["in another order", [a, b], [b, a]],
    ["all gone", [a, b], []],
    ["none before", [], [a]],
  ])("are those that it holds: %s", (_, before, after) => {
    const compiler = createCompiler();
    compileKeys([snapshot(before)], compiler);
    const keys = compileKeys([snapshot(after)], compiler);
    expect([...keys]).toEqual(after.map((one) => [one.metadata.Arn, compileKey(one, compiler)]));
    expect(keys.size).toBe(after.length);
  });

  it("keep what did not change beneath what did", () => {
    const compiler = createCompiler();
    const before = compileKeys([snapshot([a, b])], compiler);
    const { overlay } = compileKeys([snapshot([a, other])], compiler);
    expect(overlay?.base).toBe(before);
    expect([...(overlay?.replaced.keys() ?? [])]).toEqual([arnOf("b")]);
  });

  it("are made from those of the same Region", () => {
    const compiler = createCompiler();
    const before = compileKeys([snapshot([a, b])], compiler);
    compileKeys([snapshot([key("e", "us-east-1")], "us-east-1")], compiler);
    expect(compileKeys([snapshot([a, other])], compiler).overlay?.base).toBe(before);
  });

  it("are none where they could not be read, or where there is no snapshot", () => {
    expect(compileKeys([], createCompiler()).size).toBe(0);
    expect(compileKeys([snapshot({ unreadable: "AccessDenied" })], createCompiler()).size).toBe(0);
  });

  it("are those of all snapshots, made once", () => {
    const compiler = createCompiler();
    const east = key("e", "us-east-1");
    const both = [snapshot([a]), snapshot([east], "us-east-1")];
    const keys = compileKeys(both, compiler);
    expect([...keys.keys()]).toEqual([arnOf("a"), arnOf("e", "us-east-1")]);
    expect(compileKeys(both, compiler)).toBe(keys);
    expect([...compileKeys([snapshot([b]), both[1] as Snapshot], compiler).keys()]).toEqual([
      arnOf("b"),
      arnOf("e", "us-east-1"),
    ]);
  });
});
