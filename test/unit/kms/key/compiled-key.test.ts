import { describe, expect, it } from "vitest";
import type { SnapshotKey } from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { compileKey, unknownKey } from "../../../../src/kms/key/compiled-key.ts";
import { unreadableFact } from "../../../../src/kms/unreadable-fact.ts";

const Arn = "arn:aws:kms:us-west-2:111122223333:key/a";
const key = (more: Partial<SnapshotKey> = {}): SnapshotKey =>
  ({ metadata: { Arn }, ...more }) as SnapshotKey;
const compile = (more: Partial<SnapshotKey> = {}) => compileKey(key(more), createCompiler());

describe("compileKey", () => {
  it("has the account and Region of its ARN", () => {
    expect(compile()).toMatchObject({ arn: Arn, account: "111122223333", region: "us-west-2" });
    expect(compile({ metadata: { Arn: "no-arn" } })).toMatchObject({
      arn: "no-arn",
      account: "",
      region: "",
    });
  });

  it("does not know a policy or grants that nobody told", () => {
    expect(compile()).toMatchObject({
      policy: { unreadable: "the snapshot has no key policy for this key" },
      grants: { unreadable: "the snapshot has no grants for this key" },
    });
    const unreadable = { unreadable: "AccessDenied" };
    expect(compile({ policy: unreadable, grants: unreadable })).toMatchObject({
      policy: unreadable,
      grants: unreadable,
    });
  });

  it("is compiled once, and each grant once", () => {
    const compiler = createCompiler();
    const grants = [{ GrantId: "a" }, { GrantId: "b" }];
    const one = key({ grants });
    const compiled = compileKey(one, compiler);
    expect(compileKey(one, compiler)).toBe(compiled);
    expect(compiled.grants).toMatchObject([{ grant: grants[0] }, { grant: grants[1] }]);
    const again = compileKey({ ...one, tags: [] }, compiler);
    expect(Array.isArray(again.grants) && again.grants[0]).toBe(
      Array.isArray(compiled.grants) && compiled.grants[0],
    );
  });
});

describe("unknownKey", () => {
  it("knows nothing but its ARN", () => {
    const reason = { unreadable: "no snapshot holds this key" };
    expect(unknownKey(Arn, createCompiler())).toMatchObject({
      arn: Arn,
      policy: reason,
      grants: reason,
      snapshotKey: { tags: reason, aliases: reason },
    });
  });
});

describe("unreadableFact", () => {
  it("tells why", () => {
    expect(unreadableFact("a", "the key's tags", { unreadable: "AccessDenied" })).toEqual({
      kind: "undocumented",
      code: "a",
      reason: "the key's tags could not be read: AccessDenied",
    });
    expect(unreadableFact("a", "the key's tags", undefined)).toMatchObject({
      reason: "the key's tags could not be read: not in the snapshot",
    });
  });
});
