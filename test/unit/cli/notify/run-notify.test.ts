import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { run as runCommandLine } from "../../../../src/cli/run.ts";
import { sampleAccountFile, storyFolder } from "../../../support/story.ts";
import { sampleFinding } from "../../alerts/sample-finding.ts";
import { storyFile } from "../../alerts/story-findings.ts";
import { run, useFolder } from "../cli-folder.ts";
import { memoryIo } from "../memory-io.ts";

const folder = useFolder();
const story = readFileSync(storyFile, "utf8");
const headline = "HIGH: role/builder can now Decrypt, Encrypt with alias/vault";

describe("notify --preview", () => {
  it("prints the e-mail of a finding", async () => {
    const file = folder.write("finding.json", JSON.stringify(sampleFinding, null, 2));
    const { code, out, err } = await run(["notify", "--preview", "email", file]);
    expect(code).toBe(0);
    expect(err).toBe("");
    expect(out.startsWith(`Subject: ${headline}\n\n${headline}\n\nACCESS\n`)).toBe(true);
  });

  it.each([
    ["slack", { text: headline, unfurl_links: false }],
    ["asff", { SchemaVersion: "2018-10-08", Id: "f1" }],
    ["q", { version: "1.0", source: "custom", id: "f1" }],
    ["email", { subject: headline }],
    ["teams", { type: "message", attachments: [{ content: { type: "AdaptiveCard" } }] }],
    ["pagerduty", { event_action: "trigger", dedup_key: "f1" }],
    ["ocsf", { class_uid: 2004, finding_info: { uid: "f1" } }],
  ])("prints %s as JSON lines", async (target, expected) => {
    const { code, lines, err } = await run(
      ["notify", "--json", "--preview", target, "-"],
      JSON.stringify([sampleFinding, sampleFinding]),
    );
    expect(code).toBe(0);
    expect(err).toBe("");
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatchObject(expected);
  });

  it("prints indented JSON for a person", async () => {
    const args = ["notify", "--preview", "asff", "-"];
    const { out } = await run(args, JSON.stringify(sampleFinding));
    expect(out.startsWith('{\n  "SchemaVersion": "2018-10-08",\n')).toBe(true);
    expect(JSON.parse(out)).toMatchObject({ Id: "f1" });
  });

  it("reads what replay prints", async () => {
    const replayed = await run(["replay", "--json", "--account", sampleAccountFile, storyFolder]);
    const { code, out, err } = await run(["notify", "--preview", "email", "-"], replayed.out);
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out.match(/^Subject: /gm)).toHaveLength(replayed.lines.length);
  });

  it("reads gzip", async () => {
    const file = folder.write("story.jsonl.gz", gzipSync(story));
    const { code, lines } = await run(["notify", "--json", "--preview", "slack", file]);
    expect(code).toBe(0);
    expect(lines).toHaveLength(6);
  });

  it("tells of bad lines and shows the others", async () => {
    const text = `${JSON.stringify(sampleFinding)}\n{"a":\n\n{"findingId":"x","schemaVersion":2}\n`;
    const { code, lines, err } = await run(["notify", "--json", "--preview", "q", "-"], text);
    expect(code).toBe(3);
    expect(lines).toHaveLength(1);
    expect(err).toMatch(/^standard input:2: not JSON.* \[E_FILE_JSON\]$/m);
    expect(err).toMatch(
      /^standard input:4: `schemaVersion`: expected schemaVersion 1, found `2` \[E_FINDING_INVALID\]$/m,
    );
    expect(err.trim().split("\n")).toHaveLength(6);
  });

  it.each([
    ['{"Records": []}', "expected a finding, found another object"],
    ["[1]", "expected a finding, found"],
  ])("refuses %s", async (text, message) => {
    const { code, out, err } = await run(["notify", "--preview", "q", "-"], text);
    expect(code).toBe(3);
    expect(out).toBe("");
    expect(err).toContain(message);
    expect(err).toContain("[E_FINDING_INVALID]");
  });

  it.each([
    [["--preview", "email", "nope.json"], "nope.json: no such file [E_FILE_MISSING]"],
    [
      ["--preview", "fax", "-"],
      "expected one of slack, email, asff, q, teams, pagerduty, ocsf [E_USAGE]",
    ],
    [["-"], "required option `--preview <target>` not specified [E_USAGE]"],
  ])("ends with 2 for %j", async (args, message) => {
    const { code, err } = await run(["notify", ...args]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it.each(["", "\n"])("takes %j for no findings, as `replay --json` prints them", async (text) => {
    const { code, out, err } = await run(["notify", "--preview", "slack", "-"], text);
    expect([code, out, err]).toEqual([0, "", "standard input: no findings\n"]);
  });

  it("ends with 2 for a document that is not JSON", async () => {
    const { code, err } = await run(["notify", "--preview", "q", "-"], '{\n  "findingId": \n}\n');
    expect(code).toBe(2);
    expect(err).toMatch(/^kms-guardrail: standard input:3: not JSON/);
  });

  it("stops when its reader has gone", async () => {
    const io = memoryIo({ stdin: story, closesAfter: 2 });
    expect(await runCommandLine(["notify", "--json", "--preview", "asff", "-"], io)).toBe(0);
    expect(io.out().trim().split("\n")).toHaveLength(2);
  });
});
