import { describe, expect, it } from "vitest";
import { checkLine } from "../../../../src/cli/check/check-line.ts";
import { cacheWorlds } from "../../../../src/cli/check/world-cache.ts";
import { createReporter } from "../../../../src/cli/reporter.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { compileWorld } from "../../../../src/kms/world/world.ts";
import { memoryIo } from "../memory-io.ts";
import { builderArn, smallAccount } from "../small-account.ts";

const worldOf = cacheWorlds(createReporter(memoryIo().stderr));
const world = compileWorld([smallAccount], createCompiler());
const place = { file: "f", line: 1 };
const request = { principal: builderArn, action: "kms:Decrypt", key: "alias/vault" };
const check = (json: unknown, given: typeof world | null = world) =>
  checkLine(typeof json === "string" ? json : JSON.stringify(json), given, worldOf, place);

describe("checkLine", () => {
  it("decides a request, with its id and what it expects", () => {
    expect(check({ id: "a", ...request, expect: "allowed" })).toMatchObject({
      id: "a",
      result: { decision: "implicitDeny" },
      expect: "allowed",
    });
    expect(check(request).id).toBeNull();
  });

  it.each([
    ["{", null, "E_REQUEST_JSON"],
    ["[]", null, "E_REQUEST_MALFORMED"],
    [{ id: 7, ...request }, 7, "E_REQUEST_MALFORMED"],
    [{ id: "a", ...request, contextComplet: true }, "a", "E_REQUEST_MALFORMED"],
    [{ id: "a", ...request, action: "kms:Nothing" }, "a", "E_ACTION_UNKNOWN"],
    [{ id: "a", ...request, account: { schemaVersion: 2 } }, "a", "E_SNAPSHOT_INVALID"],
  ])("answers %j with an error and its id", (json, id, code) => {
    expect(check(json)).toMatchObject({ id, result: { code }, expect: null });
  });

  it("needs an account, which a request may bring along", () => {
    expect(check(request, null)).toMatchObject({ result: { code: "E_ACCOUNT_MISSING" } });
    expect(check({ ...request, account: smallAccount }, null)).toMatchObject({
      result: { decision: "implicitDeny" },
    });
  });

  it("answers a fault of ours in its place", () => {
    const faulty = { ...world, keys: null } as unknown as typeof world;
    expect(check(request, faulty)).toMatchObject({
      result: { code: "E_INTERNAL" },
      isFaulty: true,
    });
  });
});
