import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { shellWords, shownCommands, shownPattern } from "../support/console-blocks.ts";
import { type Ended, run } from "../unit/cli/cli-folder.ts";

// What each lesson's README shows is what its commands print, in the order in which they stand there.

const examples = resolve("examples");
const lessons = readdirSync(examples).filter((name) =>
  statSync(join(examples, name)).isDirectory(),
);
const readmeOf = (lesson: string): string =>
  readFileSync(join(examples, lesson, "README.md"), "utf8");
const index = readFileSync(join(examples, "README.md"), "utf8");

const before = process.cwd();
let copy: string | null = null;

afterEach(() => {
  process.chdir(before);
  if (copy !== null) rmSync(copy, { recursive: true });
  copy = null;
});

/** What a terminal shows: of standard error what is about the account, then standard output, then the count. */
function shownText({ out, err }: Ended): string {
  const [account = ""] = /^(?:account .*\n)*/.exec(err) ?? [];
  const [count = ""] = /^.* played: .*\n/m.exec(err) ?? [];
  return `${account}${out}${count}`;
}

describe("the examples", () => {
  it("are the lessons a to h, all in the index", () => {
    expect(lessons.map((name) => name.slice(0, 2))).toEqual([..."abcdefgh"].map((it) => `${it}-`));
    const linked = [...index.matchAll(/^\| \[([a-h])\]\(([^)]+)\)/gm)].map(([, , path]) => path);
    expect(linked).toEqual(lessons);
  });

  it.each(lessons)("%s begins with its point, and leads to files that are there", (lesson) => {
    const readme = readmeOf(lesson);
    expect(readme).toMatch(/^# [a-h]\. .*\n\n\*\*[A-Z]/);
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = ""]) => path);
    for (const link of links) expect(statSync(join(examples, lesson, link))).toBeTruthy();
    expect(readme).toMatch(/https:\/\/docs\.aws\.amazon\.com\//);
  });

  it.each(lessons)("%s prints what it shows", async (lesson) => {
    const commands = shownCommands(readmeOf(lesson));
    expect(commands.length).toBeGreaterThan(1);
    copy = mkdtempSync(join(tmpdir(), "kms-guardrail-"));
    cpSync(join(examples, lesson), copy, { recursive: true });
    process.chdir(copy);
    for (const { command, shown } of commands) {
      const [npx, name, ...args] = shellWords(command);
      expect([npx, name]).toEqual(["npx", "kms-guardrail"]);
      const ended = await run(args);
      expect(ended.code, `${command}\n${ended.err}`).toBe(0);
      const text = args.includes("--json") ? ended.out : shownText(ended);
      expect(
        shownPattern(shown).test(text),
        `${command}\n${shown.join("\n")}\nis not\n${text}`,
      ).toBe(true);
    }
  });
});
