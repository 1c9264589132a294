import { beforeAll, describe, expect, it } from "vitest";
import { historyRecord, rootUser, secondAccount, teller } from "../support/second-account.ts";
import { run, useFolder } from "../unit/cli/cli-folder.ts";

// The contract's exit codes: when several apply, 2 goes before 3 and 3 before 1.

const { write } = useFolder();
const request = (number: number, expected: string): string =>
  JSON.stringify({
    id: `r${number}`,
    principal: rootUser,
    action: "kms:Decrypt",
    key: "alias/ledger",
    expect: expected,
  });

beforeAll(() => {
  write("account.json", secondAccount());
  write(
    "unreadable.json",
    secondAccount(({ keys: [ledger] }) => {
      ledger.policy = { unreadable: "AccessDeniedException" };
    }),
  );
  write("high.json", historyRecord(1));
  write("medium.json", historyRecord(8));
  write("silent.json", historyRecord(7));
  write("older.json", historyRecord(1, { eventTime: "2026-02-28T23:59:59Z" }));
  write("foreign.json", historyRecord(3, { eventSource: "s3.amazonaws.com" }));
  write("failed.json", historyRecord(2, { errorCode: "AccessDenied" }));
  write("odd.json", historyRecord(1, { requestParameters: { keyId: 7 }, resources: [] }));
  write("broken.json", "{");
  write("accounts/broken.json", '{"schemaVersion": 1,\n  "account": }');
  write("accounts/wrong.json", { ...secondAccount(), account: 7 });
  write("config.yml", "version: 1\nmode: alert\n");
  write("config-broken.yml", "version: 1\nmodus: alert\n");
  write("met.jsonl", `${request(1, "allowed")}\n`);
  write("missed.jsonl", `${request(1, "allowed")}\n${request(2, "explicitDeny")}\n`);
  write("malformed.jsonl", `${request(1, "allowed")}\n{ "id": "r2" }\n`);
  write("both.jsonl", `${request(1, "explicitDeny")}\nnothing\n`);
});

const account = ["--account", "account.json"];

describe.each<[code: number, why: string, args: readonly string[]]>([
  [0, "findings without --fail-on", ["high.json"]],
  [0, "findings below --fail-on", ["high.json", "--fail-on", "critical"]],
  [0, "nothing but silence", ["silent.json", "--fail-on", "informational"]],
  [0, "an event older than the snapshot", ["older.json", "--fail-on", "informational"]],
  [0, "events that are not the guardrail's", ["foreign.json", "failed.json"]],
  [0, "a finding that is not asked for", ["high.json", "--fail-on", "low", "--key", "alias/books"]],
  [1, "a finding as bad as --fail-on", ["high.json", "--fail-on", "high"]],
  [1, "a finding worse than --fail-on", ["high.json", "--fail-on", "medium"]],
  [1, "one finding of several", ["medium.json", "high.json", "silent.json", "--fail-on", "high"]],
  [3, "an event file that is missing", ["none.json"]],
  [3, "an event file that is no JSON", ["broken.json", "high.json"]],
  [3, "an event that cannot be understood", ["odd.json", "high.json"]],
  [3, "bad input and --fail-on met", ["high.json", "broken.json", "--fail-on", "low"]],
  [2, "no event", []],
  [2, "an unknown option", ["high.json", "--colour"]],
  [2, "a key that no account has", ["high.json", "--fail-on", "low", "--key", "alias/none"]],
  [2, "an unknown severity", ["high.json", "--fail-on", "terrible"]],
  [2, "an unknown mode", ["high.json", "--mode", "destroy"]],
  [2, "a time that is none", ["high.json", "--since", "yesterday-ish"]],
  [2, "a missing configuration, before all else", ["broken.json", "--config", "none.yml"]],
  [2, "a faulty configuration", ["high.json", "--config", "config-broken.yml"]],
  [
    2,
    "an account that cannot be written, whatever else there was",
    ["high.json", "broken.json", "--fail-on", "low", "--write-account", "none/a.json"],
  ],
])("replay ends with %i", (expected, why, args) => {
  it(`on ${why}`, async () => {
    const { code, err } = await run(["replay", ...account, "--json", ...args]);
    expect(code, err).toBe(expected);
    if (expected > 1) expect(err).toMatch(/^(kms-guardrail: |\S+: ).*/m);
  });
});

describe("replay", () => {
  it.each([
    ["is missing", ["--account", "none.json"]],
    ["is no JSON", ["--account", "accounts/broken.json"]],
    ["is no snapshot", ["--account", "accounts/wrong.json"]],
    ["is one of two", [...account, "--account", "none.json"]],
    ["is not named", []],
  ])("ends with 2 when the account %s, whatever the events are", async (_, accounts) => {
    const { code, out } = await run(["replay", ...accounts, "broken.json", "--fail-on", "low"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });

  it("does the rest when some input is bad, and names each bad item", async () => {
    const events = ["broken.json", "high.json", "odd.json", "none.json"];
    const { code, lines, err } = await run(["replay", ...account, "--json", ...events]);
    expect({ code, findings: lines.length }).toEqual({ code: 3, findings: 1 });
    expect(err).toMatch(/^broken\.json:1: .* \[E_EVENT_JSON\]$/m);
    expect(err).toMatch(/^odd\.json: .* \[E_RECORD_\w+\]$/m);
    expect(err).toMatch(/^none\.json: no such file \[E_FILE_MISSING\]$/m);
  });

  it("names the line of a faulty configuration", async () => {
    const { err } = await run(["replay", ...account, "high.json", "--config", "config-broken.yml"]);
    expect(err).toMatch(/config-broken\.yml:2: .*modus/);
  });

  it("prints what it found before it fails to write the account", async () => {
    const args = ["--json", "high.json", "--write-account", "none/a.json"];
    const { lines, err } = await run(["replay", ...account, ...args]);
    expect(lines).toHaveLength(1);
    expect(err).toContain("[E_FILE_UNWRITABLE]");
  });

  it("counts events that are older than the snapshot, and what else it passes over", async () => {
    const events = ["older.json", "foreign.json", "failed.json", "silent.json"];
    const { code, out, err } = await run(["replay", ...account, "--json", ...events]);
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(err).toContain("passed over: 1 event older than the snapshot");
    expect(err).toContain("passed over: 1 event of other services or names (s3:PutKeyPolicy)");
    expect(err).toContain("passed over: 1 event of calls that failed (UpdateAlias)");
    expect(err).toContain("1 event played: 0 findings, 1 changed nobody's access");
  });

  it("plays an event of the very second of the snapshot", async () => {
    write("now.json", historyRecord(1, { eventTime: "2026-03-01T00:00:00Z" }));
    expect((await run(["replay", ...account, "--json", "now.json"])).lines).toHaveLength(1);
  });
});

describe.each<[code: number, why: string, args: readonly string[]]>([
  [0, "expectations met", ["--requests", "met.jsonl"]],
  [1, "an expectation missed", ["--requests", "missed.jsonl"]],
  [3, "a line that is no request", ["--requests", "malformed.jsonl"]],
  [3, "a bad line and an expectation missed", ["--requests", "both.jsonl"]],
  [2, "requests that are missing", ["--requests", "none.jsonl"]],
  [2, "an account that is missing", ["--requests", "both.jsonl", "--account", "none.json"]],
])("check ends with %i", (expected, why, args) => {
  it(`on ${why}`, async () => {
    const { code, err } = await run(["check", ...account, ...args]);
    expect(code, err).toBe(expected);
  });
});

describe("a part of the account that could not be read", () => {
  it("is told and does not change the exit code", async () => {
    const asked = JSON.stringify({ principal: teller, action: "kms:Decrypt", key: "alias/ledger" });
    const commands = [
      ["check", "--requests", "-"],
      ["who-can", "alias/ledger"],
      ["replay", "silent.json"],
    ];
    for (const [name = "", ...args] of commands) {
      const { code, err } = await run([name, "--account", "unreadable.json", ...args], asked);
      expect(code, name).toBe(0);
      expect(err, name).toContain("`keys[0].policy`: not readable: `AccessDeniedException`");
    }
  });
});
