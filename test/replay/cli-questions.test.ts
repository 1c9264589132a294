import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, run, useFolder } from "../unit/cli/cli-folder.ts";
import { auditorArn, builderArn, smallAccount, vaultArn } from "../unit/cli/small-account.ts";

const { write } = useFolder();

beforeAll(() => {
  write("account.json", smallAccount);
});

describe("check", () => {
  const request = (id: string, more: object = {}): string =>
    JSON.stringify({
      id,
      principal: builderArn,
      action: "kms:Decrypt",
      key: "alias/vault",
      ...more,
    });

  it("answers each line in its place, bad ones too, and ends with 3", async () => {
    const requests = [request("a"), "nope", "", '{"id":"c"}', request("d", { key: "alias/none" })];
    const input = requests.join("\n");
    const { code, lines, err } = await run(
      ["check", "--account", "account.json", "--requests", "-"],
      input,
    );
    expect(code).toBe(3);
    expect(lines).toEqual([
      {
        id: "a",
        decision: "implicitDeny",
        determiningStatements: [],
        blockedBy: ["identity-policy"],
        missingContextKeys: [],
        unknowns: [],
        condition: null,
      },
      { id: null, line: 2, error: { code: "E_REQUEST_JSON", message: expect.any(String) } },
      { id: "c", line: 4, error: { code: "E_REQUEST_MALFORMED", message: expect.any(String) } },
      { id: "d", line: 5, error: { code: "E_KEY_UNKNOWN", message: expect.any(String) } },
    ]);
    expect(err).toContain("standard input:2: not JSON");
  });

  it("ends with 1 when an expectation is missed, and says which", async () => {
    const met = request("a", { expect: "implicitDeny" });
    const missed = request("b", { expect: "allowed" });
    write("met.jsonl", `${met}\n`);
    write("missed.jsonl.gz", gzipSync(`${met}\n${missed}\n`));
    expect(
      (await run(["check", "--account", "account.json", "--requests", "met.jsonl"])).code,
    ).toBe(0);
    const { code, lines, err } = await run([
      "check",
      "--account",
      "account.json",
      "--requests",
      "missed.jsonl.gz",
    ]);
    expect({ code, answers: lines.length }).toEqual({ code: 1, answers: 2 });
    expect(err).toContain(
      "missed.jsonl.gz:2: request `b`: expected `allowed`, decided `implicitDeny`",
    );
  });

  it("decides on the account that a request brings along", async () => {
    const own = { ...smallAccount, keys: { unreadable: "AccessDenied" } };
    const requests = [
      request("a", { account: smallAccount }),
      request("b", { key: vaultArn, account: own }),
      request("c", { account: { ...smallAccount, account: "12" } }),
      request("d"),
    ];
    const { code, lines } = await run(["check", "--requests", "-"], requests.join("\n"));
    expect(code).toBe(3);
    expect(lines).toMatchObject([
      { id: "a", decision: "implicitDeny" },
      { id: "b", decision: "conditional" },
      { id: "c", error: { code: "E_SNAPSHOT_INVALID" } },
      { id: "d", error: { code: "E_ACCOUNT_MISSING" } },
    ]);
  });
});

describe("who-can", () => {
  it("lists who can use a key", async () => {
    const args = ["who-can", "alias/vault", "--account", "account.json", "--action", "DescribeKey"];
    const { code, lines } = await run([...args, "--json"]);
    expect(code).toBe(0);
    expect(lines).toContainEqual(
      expect.objectContaining({
        principal: auditorArn,
        action: "kms:DescribeKey",
        key: vaultArn,
        via: null,
        external: false,
        decision: "allowed",
      }),
    );
    expect((await run(args)).out).toMatch(/role\/auditor {2,}outside any endpoint {2,}DescribeKey/);
  });

  it("says what it does not know, with a suggestion", async () => {
    const whoCan = (...args: readonly string[]): Promise<Ended> =>
      run(["who-can", "--account", "account.json", ...args]);
    expect(await whoCan("alias/none")).toMatchObject({
      code: 2,
      err: "kms-guardrail: no snapshot holds the key `alias/none` [E_KEY_UNKNOWN]\n",
    });
    const { code, err } = await whoCan("alias/vault", "--action", "kms:Decript");
    expect(code).toBe(2);
    expect(err).toContain("did you mean `kms:Decrypt`?");
  });
});

describe("explain", () => {
  const explain = (...args: readonly string[]): Promise<Ended> =>
    run(["explain", "--account", "account.json", "--key", "alias/vault", ...args]);

  it("tells each layer's part", async () => {
    const args = ["--principal", "role/builder", "--action", "kms:Decrypt"];
    const { code, lines } = await explain(...args, "--json");
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      {
        decision: "implicitDeny",
        blockedBy: ["identity-policy"],
        layers: [
          { layer: "key-policy", decision: "allowed", statements: [{ matched: true }] },
          { layer: "identity-policy", decision: "implicitDeny", statements: [{ matched: false }] },
        ],
      },
    ]);
    const { out } = await explain(...args);
    expect(out).toContain("implicitDeny  role/builder  kms:Decrypt  alias/vault");
    expect(out).toContain("blocked by: identity policy");
  });

  it("takes a request context", async () => {
    const args = ["--principal", "role/builder", "--action", "decrypt", "--json"];
    const { lines } = await explain(...args, "--context", "aws:ResourceTag/Stage=open");
    expect(lines).toMatchObject([{ decision: "allowed" }]);
    expect((await explain(...args, "--context", "nothing")).code).toBe(2);
  });
});
