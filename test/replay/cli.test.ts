import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, ended, useFolder } from "../unit/cli/cli-folder.ts";
import { builderArn, foreignRecord, smallAccount, tagRecord } from "../unit/cli/small-account.ts";

// The command line as a user runs it: a process, its streams and its exit code.

const main = resolve("src/cli/main.ts");
const packageFile = resolve("package.json");
const { write } = useFolder();

function run(args: readonly string[], input: string | Uint8Array = ""): Ended {
  const env = { ...process.env, NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { input, env });
  return ended(status, stdout.toString(), stderr.toString());
}

const bad = [JSON.stringify(tagRecord(1, "open")), "{ broken", JSON.stringify(foreignRecord)];

beforeAll(() => {
  write("account.json.gz", gzipSync(JSON.stringify(smallAccount)));
  write("trail/deep/opens.json.gz", gzipSync(JSON.stringify(tagRecord(1, "open"))));
  write("trail/closes.json", tagRecord(2, "closed"));
  write("bad.jsonl", bad.join("\n"));
  write("broken.json", "{");
});

const replay = (...args: readonly string[]): Ended =>
  run(["replay", "--account", "account.json.gz", ...args]);

describe("a process", () => {
  it("tells its version", () => {
    const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };
    expect(run(["--version"])).toMatchObject({ code: 0, out: `${version}\n`, err: "" });
  });

  it.each([
    [0, ["replay", "--help"], "Usage: kms-guardrail replay"],
    [2, [], ""],
    [2, ["reply"], ""],
    [2, ["replay", "--account", "none.json", "trail"], ""],
    [2, ["replay", "--account", "broken.json", "trail"], ""],
  ])("ends with %i on %j", (code, args, out) => {
    const found = run(args);
    expect(found.code).toBe(code);
    expect(found.out.slice(0, 27)).toBe(out);
    expect(found.err === "").toBe(code === 0);
  });

  it("reads folders and gzip, prints findings for a person", () => {
    const { code, out } = replay("trail");
    expect(code).toBe(0);
    expect(out.match(/^[A-Z]+ {2}role\/builder can .*$/gm)).toHaveLength(2);
  });

  it("reads standard input, ends with 1 on what it is to fail on", () => {
    const input = JSON.stringify(tagRecord(1, "open"));
    const args = ["--account", "account.json.gz", "--json", "--fail-on", "high", "-"];
    const { code, lines } = run(["replay", ...args], input);
    expect({ code, findings: lines.length }).toEqual({ code: 1, findings: 1 });
  });

  it("ends with 3 when a line is bad, the rest done", () => {
    const { code, lines, err } = replay("--json", "bad.jsonl");
    expect({ code, findings: lines.length }).toEqual({ code: 3, findings: 1 });
    expect(err).toMatch(/^bad\.jsonl:2: /m);
  });

  it("answers requests line by line", () => {
    const request = { id: "a", principal: builderArn, action: "kms:Decrypt", key: "alias/vault" };
    const input = `${JSON.stringify(request)}\nnope\n`;
    const { code, lines } = run(
      ["check", "--account", "account.json.gz", "--requests", "-"],
      input,
    );
    expect(code).toBe(3);
    expect(lines).toMatchObject([{ id: "a" }, { id: null, line: 2 }]);
  });

  it("may be closed by its reader", async () => {
    const requests = write(
      "many.jsonl",
      `${JSON.stringify({ principal: builderArn, action: "kms:Decrypt", key: "alias/vault" })}\n`.repeat(
        20_000,
      ),
    );
    const command = `"${process.execPath}" "${main}" check --account account.json.gz --requests "${requests}" | head -n 1`;
    const { stdout, stderr } = spawnSync("sh", ["-c", command]);
    expect(stdout.toString()).toContain('"decision":"implicitDeny"');
    expect(stderr.toString()).toBe("");
  });

  it.runIf(existsSync("/dev/full"))("ends with 2 when its output cannot be written", () => {
    const command = `"${process.execPath}" "${main}" --help > /dev/full`;
    const { status, stderr } = spawnSync("sh", ["-c", command]);
    expect(status).toBe(2);
    expect(stderr.toString()).toContain("standard output cannot be written: ");
  });
});
