import { describe, expect, it } from "vitest";
import { cacheWorlds } from "../../../../src/cli/check/world-cache.ts";
import { createReporter } from "../../../../src/cli/reporter.ts";
import { memoryIo } from "../memory-io.ts";
import { smallAccount } from "../small-account.ts";

const { partition: _, ...bare } = smallAccount;

describe("cacheWorlds", () => {
  it("compiles equal accounts once and tells of each once", () => {
    const io = memoryIo();
    const worldOf = cacheWorlds(createReporter(io.stderr));
    const first = worldOf(bare, "f", 1);
    expect(worldOf({ ...bare }, "f", 2)).toBe(first);
    expect(worldOf({ ...bare, region: "eu-west-1" }, "f", 3)).not.toBe(first);
    expect(io.err()).toMatch(/^note: f:1: `account\.partition`: .*\nnote: f:3: .*\n$/);
  });

  it("keeps the last few", () => {
    const worldOf = cacheWorlds(createReporter(memoryIo().stderr));
    const first = worldOf(smallAccount, "f", 1);
    const other = (number: number) =>
      worldOf({ ...smallAccount, capturedAt: `2026-11-01T00:00:${number}Z` }, "f", 1);
    for (let number = 10; number < 25; number++) other(number);
    expect(worldOf(smallAccount, "f", 1)).toBe(first);
    for (let number = 30; number < 46; number++) other(number);
    expect(worldOf(smallAccount, "f", 1)).not.toBe(first);
  });

  it("names the path of what is wrong", () => {
    const worldOf = cacheWorlds(createReporter(memoryIo().stderr));
    expect(worldOf({ ...smallAccount, region: 7 }, "f", 1)).toEqual({
      code: "E_SNAPSHOT_INVALID",
      message: "`account.region`: expected a string, found `7`",
    });
    expect(worldOf([], "f", 1)).toMatchObject({ code: "E_SNAPSHOT_INVALID" });
  });
});
