import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, run, useFolder } from "../unit/cli/cli-folder.ts";
import { smallAccount, tagRecord } from "../unit/cli/small-account.ts";

const { write } = useFolder();

beforeAll(() => {
  write("account.json", smallAccount);
  write("opens.json", tagRecord(1, "open"));
  write("closes.json", tagRecord(3, "closed"));
});

const replay = (...args: readonly string[]): Promise<Ended> =>
  run(["replay", "--account", "account.json", ...args]);

describe("wrong usage", () => {
  it.each([
    [[], "Usage: kms-guardrail"],
    [["reply"], "did you mean `replay`?"],
    [["replay", "opens.json"], "required option `--account <file>` not specified [E_USAGE]"],
    [
      ["replay", "--acount", "account.json", "opens.json"],
      "did you mean `--account` by `--acount`?",
    ],
    [["replay", "--account", "account.json"], "missing required argument `event`"],
    [["replay", "--account", "account.json", "--jsn", "opens.json"], "did you mean `--json`?"],
    [
      ["replay", "--account", "account.json", "--mode", "panic", "opens.json"],
      "expected one of observe, alert, approve, enforce",
    ],
    [["replay", "--account", "account.json", "--fail-on", "bad", "opens.json"], "expected one of"],
    [["replay", "--account", "account.json", "--since", "soon", "opens.json"], "expected a day"],
    [
      ["replay", "--account", "account.json", "--key", "alias/valut", "opens.json"],
      "no snapshot holds the key `alias/valut` [E_KEY_UNKNOWN]\n  help: did you mean `alias/vault`?",
    ],
    [
      ["what-if", "--account", "account.json", "aws", "kms", "enable-key", "--key-id", "1"],
      "help: write `--` before the AWS CLI command",
    ],
    [
      ["who-can", "alias/vault", "--account", "account.json", "--action", "createkey"],
      "`kms:CreateKey` is on no key [E_ACTION_KEYLESS]\n  help: `kms-guardrail matrix`",
    ],
    [
      [
        ...["explain", "--account", "account.json", "--principal", "role/auditor"],
        ...["--action", "Decrypt", "--key", "alias/vault", "--alias", "alias/vault"],
      ],
      "`--alias` does not go with `kms:Decrypt`: it is no alias operation",
    ],
    [["check"], "required option `--requests <file>`"],
    [["who-can", "--account", "account.json"], "missing required argument `key`"],
    [["who-can", "alias/vault", "alias/x", "--account", "account.json"], "too many arguments"],
  ])("%j ends with 2 and says why", async (args, message) => {
    const { code, out, err } = await run(args);
    expect(err).toContain(message);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });

  it("tells the help on request, on standard output", async () => {
    const { code, out, err } = await run(["--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const word of ["replay", "check", "who-can", "explain", "Examples:", "Exit codes:"]) {
      expect(out).toContain(word);
    }
    expect((await run(["replay", "--help"])).out).toContain("--write-account <file>");
  });
});

describe("a file without which nothing can be done", () => {
  it.each([
    ["is missing", "none.json", "none.json: no such file [E_FILE_MISSING]"],
    ["is a folder", ".", ".: is a folder, not a file [E_FILE_UNREADABLE]"],
    ["is broken JSON", "broken.json", "broken.json:2: not JSON: expected a value [E_FILE_JSON]"],
    ["is empty", "empty.json", "empty.json: the file is empty [E_FILE_EMPTY]"],
    ["is broken gzip", "broken.json.gz", "begins as gzip and cannot be decompressed [E_FILE_GZIP]"],
    ["is no snapshot", "closes.json", "closes.json: `schemaVersion`: expected schemaVersion 1"],
    ["is of another version", "second.json", "help: `kms-guardrail snapshot` writes"],
  ])("%s: 2, with its name", async (_, name, message) => {
    write("broken.json", '{"schemaVersion": 1,\n"keys": nope}');
    write("empty.json", "\n");
    write("second.json", { ...smallAccount, schemaVersion: 2 });
    write("broken.json.gz", Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2, 3));
    const { code, out, err } = await run(["replay", "--account", name, "opens.json"]);
    expect(err).toContain(message);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });

  it("names every problem of a snapshot with its path", async () => {
    write("bad.json", { ...smallAccount, region: 7, keys: [{ metadata: {} }] });
    const { code, err } = await run(["who-can", "alias/vault", "--account", "bad.json"]);
    expect(code).toBe(2);
    expect(err).toContain("bad.json: `region`: expected a string, found `7` [E_SNAPSHOT_INVALID]");
    expect(err).toContain("bad.json: `keys[0].metadata.Arn`:");
  });

  it("counts also for requests and the configuration", async () => {
    expect((await run(["check", "--requests", "none.jsonl"])).code).toBe(2);
    expect((await replay("--config", "none.yml", "opens.json")).code).toBe(2);
    write("bad.yml", "version: 1\nmode: alert\ntrusted: []\n");
    const { code, err } = await replay("--config", "bad.yml", "opens.json");
    expect(code).toBe(2);
    expect(err).toContain("bad.yml:3: unknown key `trusted`");
  });

  it("tells what is unreadable in a snapshot and goes on", async () => {
    write("blind.json", { ...smallAccount, vpcEndpoints: { unreadable: "AccessDenied" } });
    const { code, err } = await run(["replay", "--account", "blind.json", "opens.json"]);
    expect(code).toBe(0);
    expect(err).toContain("blind.json: `vpcEndpoints`: not readable: `AccessDenied`");
  });
});
