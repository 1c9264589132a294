import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import * as yamlPackage from "yaml";
import { parseConfig } from "../../src/guardrail/config/parse-config.ts";
import { shellWords, shownCommands, shownPattern } from "../support/console-blocks.ts";
import { run } from "../unit/cli/cli-folder.ts";

// What the README shows is what its commands print.

const readme = readFileSync(resolve("README.md"), "utf8");
const { scripts } = JSON.parse(readFileSync(resolve("package.json"), "utf8"));

/** The arguments for kms-guardrail and what it reads; null: another command. */
function call(
  command: string,
): { readonly args: readonly string[]; readonly input: string } | null {
  if (command === "npm run demo") return call(`npx kms-guardrail ${scripts.demo.split(".js ")[1]}`);
  const words = shellWords(command);
  const start = words.indexOf("kms-guardrail");
  if (start < 0 || words[start - 1] !== "npx") return null;
  return { args: words.slice(start + 1), input: words[0] === "echo" ? (words[1] ?? "") : "" };
}

const commands = shownCommands(readme);

describe("the README", () => {
  it("shows what each command of the command line prints", () => {
    const named = commands.flatMap(({ command }) => call(command)?.args[0] ?? []);
    expect(new Set(named)).toEqual(
      new Set(["replay", "who-can", "explain", "what-if", "usages", "check", "matrix"]),
    );
  });

  it.each(
    commands.flatMap((one, index) => (call(one.command) === null ? [] : [{ ...one, index }])),
  )("tells what is printed: $command", async ({ command, shown, index }) => {
    const { args, input } = call(command) ?? { args: [], input: "" };
    const { code, out, err } = await run(args, input);
    const next = commands[index + 1];
    const told = next?.command === "echo $?" ? Number(next.shown[0]) : 0;
    expect(code, err).toBe(told);
    // A terminal shows what goes to standard error too: about the account first, the count last.
    const [account = ""] = /^account .*\n/.exec(err) ?? [];
    const [count = ""] = /^.* played: .*\n/m.exec(err) ?? [];
    const pattern = shownPattern(shown);
    expect(
      [out, `${account}${out}${count}`].some((text) => pattern.test(text)),
      `${pattern} is not\n${out}`,
    ).toBe(true);
  });

  it("shows a configuration that is accepted", () => {
    const [, yaml = ""] = /^```yaml\n([\s\S]*?)^```$/m.exec(readme) ?? [];
    expect(yaml).not.toBe("");
    expect(parseConfig(yaml, "guardrail.yml", yamlPackage)).toHaveProperty("config.mode", "alert");
  });

  it("leads to files that are there", () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = ""]) => path);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(() => readFileSync(resolve(link)), link).not.toThrow(/ENOENT/);
  });
});
