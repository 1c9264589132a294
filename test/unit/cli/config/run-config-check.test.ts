import { describe, expect, it } from "vitest";
import { sampleAccountFile, storyFolder } from "../../../support/story.ts";
import { run, useFolder } from "../cli-folder.ts";

const folder = useFolder();
const valid = `version: 1
mode: alert
rules:
  - name: aliases move
    match: { events: UpdateAlias }
    mode: enforce
    severity: critical
`;

describe("config check", () => {
  it("says that a file is valid, and what it holds", async () => {
    const file = folder.write("guardrail.yml", valid);
    const { code, out } = await run(["config", "check", file]);
    expect(code).toBe(0);
    expect(out).toBe(`${file}: valid, mode alert, 1 rule, 0 trusted actors, 0 suppressions\n`);
    const { lines } = await run(["config", "check", "--json", file]);
    expect(lines).toEqual([{ file, mode: "alert", rules: 1, trustedActors: 0, suppressions: 0 }]);
  });

  it("takes the file as the other commands do, too", async () => {
    const file = folder.write("guardrail.yml", valid);
    const { code, out } = await run(["config", "check", "--config", file]);
    expect([code, out]).toEqual([0, expect.stringContaining("valid")]);
    const missing = await run(["config", "check"]);
    expect([missing.code, missing.err]).toEqual([2, expect.stringContaining("no file to check")]);
  });

  it("names the line of what is wrong", async () => {
    const file = folder.write("wrong.yml", `${valid}suppresions: []\n`);
    const { code, err } = await run(["config", "check", file]);
    expect(code).toBe(2);
    expect(err).toContain(`${file}:8: unknown key \`suppresions\``);
  });

  it("tells which rule applies to events, and where the mode alone decides", async () => {
    const file = folder.write("guardrail.yml", valid);
    const { code, lines } = await run([
      ...["config", "check", "--json", file, storyFolder],
      ...["--account", sampleAccountFile],
    ]);
    expect(code).toBe(0);
    const moved = lines.filter(({ eventName }) => eventName === "UpdateAlias");
    expect(moved).not.toEqual([]);
    for (const line of moved) {
      expect(line).toMatchObject({
        mode: "enforce",
        severity: "critical",
        because: ["the rule `aliases move` applies"],
      });
    }
    const others = lines.filter(({ eventName }) => eventName !== "UpdateAlias");
    expect(others).not.toEqual([]);
    for (const line of others) expect(line).toMatchObject({ mode: "alert", because: [] });
  });

  it("says so where no event changed access", async () => {
    const file = folder.write("guardrail.yml", valid);
    const silent = `${storyFolder}/02-tag-changes-nothing.json`;
    const { code, out, err } = await run([
      ...["config", "check", file, silent, "--account", sampleAccountFile],
    ]);
    expect([code, out, err]).toEqual([0, "", "nothing applies: no event changed access\n"]);
  });

  it("needs an account to tell of events", async () => {
    const file = folder.write("guardrail.yml", valid);
    const { code, err } = await run(["config", "check", file, storyFolder]);
    expect(code).toBe(2);
    expect(err).toContain("give `--account`");
  });
});
