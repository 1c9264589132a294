import { gunzipSync, gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, run, useFolder } from "../unit/cli/cli-folder.ts";
import {
  auditorArn,
  builderArn,
  foreignRecord,
  otherArn,
  region,
  smallAccount,
  tagRecord,
} from "../unit/cli/small-account.ts";

const { write, read } = useFolder();

beforeAll(() => {
  write("account.json", smallAccount);
  write("opens.json", tagRecord(1, "open"));
  write("closes.json", tagRecord(3, "closed"));
});

const replay = (...args: readonly string[]): Promise<Ended> =>
  run(["replay", "--account", "account.json", ...args]);

describe("replay", () => {
  it("prints a finding for a person", async () => {
    const { code, out } = await replay("opens.json");
    expect(code).toBe(0);
    expect(out).toContain("HIGH  role/builder can now Decrypt");
    expect(out).toContain('what    tag:Stage  "closed" → "open"');
    expect(out).toMatch(/gained {2}role\/builder {2}Decrypt, Encrypt {2}alias\/vault/);
    expect(out).toContain('identity policy builder-keys, statement 0 "UseOpenKeys"');
  });

  it("prints JSON lines and nothing else with --json", async () => {
    const { code, lines, err } = await replay("--json", "opens.json", "closes.json");
    expect(code).toBe(0);
    expect(lines.map(({ severity }) => severity)).toEqual(["high", "medium"]);
    expect(err).toContain("2 events played: 2 findings (1 high, 1 medium)");
  });

  it("is silent about what changes no access, unless asked for all", async () => {
    write("same.json", tagRecord(2, "closed"));
    expect(await replay("same.json")).toMatchObject({ code: 0, out: "" });
    expect((await replay("--all", "--json", "same.json")).lines).toHaveLength(1);
  });

  const records = [tagRecord(1, "open"), tagRecord(2, "closed"), tagRecord(1, "open")];
  const bodies = records.map((record) => ({ body: JSON.stringify(record) }));
  it.each<[string, string | object]>([
    ["an array", records],
    ["a log file", { Records: records }],
    ["envelopes", records.map((detail) => ({ "detail-type": "AWS API Call", detail }))],
    [
      "lookup-events output",
      { Events: records.map((record) => ({ CloudTrailEvent: JSON.stringify(record) })) },
    ],
    ["SQS", { Records: bodies }],
    ["JSON lines", records.map((record) => `${JSON.stringify(record)}\r\n`).join("")],
  ])("reads %s, plain, gzipped and from standard input, in order and once", async (_, content) => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    const name = typeof content === "string" ? "events.jsonl" : "events.json";
    write(name, text);
    write(`${name}.gz`, gzipSync(text));
    const expected = (await replay("--json", "opens.json", write("x.json", tagRecord(2, "closed"))))
      .out;
    expect(expected).not.toBe("");
    for (const args of [[name], [`${name}.gz`]]) {
      const { code, out, err } = await replay("--json", ...args);
      expect({ code, out }).toEqual({ code: 0, out: expected });
      expect(err).toContain("passed over: 1 event given more than once");
    }
    const piped = await run(["replay", "--account", "account.json", "--json", "-"], gzipSync(text));
    expect(piped).toMatchObject({ code: 0, out: expected });
  });

  it("reads a folder, passing over snapshots and manifests", async () => {
    write("trail/account.json", smallAccount);
    write("trail/manifest.json", { samples: [] });
    write("trail/README.txt", "not an event");
    write("trail/deep/b.json.gz", gzipSync(JSON.stringify(tagRecord(1, "open"))));
    write("trail/a.ndjson", `${JSON.stringify(tagRecord(3, "closed"))}\n`);
    const { code, lines } = await replay("--json", "trail");
    expect({ code, findings: lines.length }).toEqual({ code: 0, findings: 2 });
    const named = await replay(
      "--json",
      "trail/account.json",
      "trail/manifest.json",
      "trail/a.ndjson",
    );
    expect(named.code).toBe(0);
    expect(named.err).toContain("trail/account.json: passed over: an account snapshot");
  });

  it("reports each bad item with file and line, does the rest, and ends with 3", async () => {
    const lines = [tagRecord(1, "open"), "{ broken", tagRecord(2, "closed")];
    write(
      "mixed.jsonl",
      lines.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join("\n"),
    );
    write("odd.json", { ...tagRecord(5, "open"), requestParameters: null, resources: [] });
    write("broken.json", '{"eventName":\n oops');
    const {
      code,
      lines: findings,
      err,
    } = await replay("--json", "mixed.jsonl", "odd.json", "broken.json", "none.json");
    expect({ code, findings: findings.length }).toEqual({ code: 3, findings: 2 });
    expect(err).toMatch(/^mixed\.jsonl:2: .*\[E_EVENT_JSON\]$/m);
    expect(err).toMatch(/^odd\.json: event `11111111-[\d-]*5`: `TagResource`: .*\[E_RECORD_/m);
    expect(err).toMatch(/^broken\.json:2: .*\[E_EVENT_JSON\]$/m);
    expect(err).toMatch(/^none\.json: no such file \[E_FILE_MISSING\]$/m);
  });

  it("counts what it passes over and ends with 0", async () => {
    const records = [
      foreignRecord,
      tagRecord(1, "open", { eventTime: "2026-10-01T00:00:00Z" }),
      { ...tagRecord(2, "open"), errorCode: "AccessDenied" },
      { ...tagRecord(3, "open"), recipientAccountId: "123456789012" },
    ];
    const { code, out, err } = await replay(write("rest.json", { Records: records }));
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(err).toContain("1 event of other services or names (s3:PutObject)");
    expect(err).toContain("1 event older than the snapshot");
    expect(err).toContain("1 event of calls that failed (TagResource)");
    expect(err).toContain("1 event of accounts or Regions that no snapshot describes");
  });

  it("ends with 1 when a finding is as severe as --fail-on, with 3 when input was bad too", async () => {
    expect((await replay("--fail-on", "critical", "opens.json")).code).toBe(0);
    expect((await replay("--fail-on", "high", "opens.json")).code).toBe(1);
    expect((await replay("--fail-on", "low", "opens.json")).code).toBe(1);
    expect((await replay("--fail-on", "low", "opens.json", "none.json")).code).toBe(3);
  });

  it("prints the findings asked for by time, key and principal", async () => {
    const events = write("two.json", [
      tagRecord(1, "open"),
      tagRecord(2, "open", { keyArn: otherArn }),
      tagRecord(3, "closed"),
    ]);
    const ids = async (...args: readonly string[]): Promise<readonly number[]> => {
      const { lines } = await replay("--json", ...args, events);
      return lines.map(({ event }) => Number((event as { eventId: string }).eventId.slice(-2)));
    };
    expect(await ids()).toEqual([1, 2, 3]);
    expect(await ids("--since", "2026-11-02T00:00:02Z")).toEqual([2, 3]);
    expect(await ids("--until", "2026-11-02T00:00:02Z")).toEqual([1, 2]);
    expect(await ids("--since", "2026-11-03")).toEqual([]);
    expect(await ids("--until", "2026-11-02")).toEqual([1, 2, 3]);
    expect(await ids("--key", "alias/vault")).toEqual([1, 3]);
    expect(await ids("--key", otherArn)).toEqual([2]);
    expect(await ids("--key", "alias/none")).toEqual([]);
    expect(await ids("--principal", builderArn)).toEqual([1, 2, 3]);
    expect(await ids("--principal", "role/builder")).toEqual([1, 2, 3]);
    expect(await ids("--principal", auditorArn)).toEqual([]);
  });

  it("writes the account as it is afterwards", async () => {
    const written = "after.json.gz";
    await replay("--write-account", written, "opens.json");
    const after = JSON.parse(gunzipSync(read(written)).toString()) as object;
    const [vault, other] = smallAccount.keys as readonly object[];
    expect(after).toEqual({
      ...smallAccount,
      capturedAt: "2026-11-02T00:00:01Z",
      keys: [{ ...vault, tags: [{ TagKey: "Stage", TagValue: "open" }] }, other],
    });
    expect(
      (await run(["replay", "--account", written, "--json", "closes.json"])).lines,
    ).toHaveLength(1);
  });

  it("writes the account as it was read when no event was applied", async () => {
    const { partition: _, ...bare } = smallAccount;
    write("bare.json", bare);
    write("foreign.json", foreignRecord);
    await run(["replay", "--account", "bare.json", "--write-account", "same.json", "foreign.json"]);
    expect(JSON.parse(read("same.json").toString())).toEqual(bare);
  });

  it("writes each of several accounts to its file", async () => {
    const elsewhere = { ...smallAccount, region: "eu-west-1", keys: [] };
    write("elsewhere.json", elsewhere);
    const accounts = ["--account", "account.json", "--account", "elsewhere.json"];
    const writes = ["--write-account", "a.json", "--write-account", "b.json"];
    const { code } = await run(["replay", ...accounts, ...writes, "opens.json"]);
    expect(code).toBe(0);
    const capturedAt = "2026-11-02T00:00:01Z";
    expect(JSON.parse(read("a.json").toString())).toMatchObject({ region, capturedAt });
    expect(JSON.parse(read("b.json").toString())).toEqual(elsewhere);
  });

  it("wants one snapshot of each account and Region", async () => {
    const { code, err } = await replay("--account", "account.json", "opens.json");
    expect(code).toBe(2);
    expect(err).toContain("both describe the account `444455556666` in `eu-central-1`");
  });

  it("wants a file to write for each account", async () => {
    const { code, err } = await replay(
      "--write-account",
      "a.json",
      "--write-account",
      "b.json",
      "opens.json",
    );
    expect(code).toBe(2);
    expect(err).toContain("once for each `--account`");
  });

  it("carries no control characters of others", async () => {
    write("hostile.json", tagRecord(1, "open\u001b[31m\u202e\u009b\n"));
    for (const args of [["--json"], []]) {
      const { out } = await replay("--all", ...args, "hostile.json");
      expect(out).toContain("\\u001b[31m\\u202e\\u009b\\n");
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
  });
});
