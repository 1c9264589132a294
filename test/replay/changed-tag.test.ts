import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sampleAccountFile, storyFolder } from "../support/story.ts";
import { run, useFolder } from "../unit/cli/cli-folder.ts";

// One tag in the sample account decides what the demo prints.

const { write } = useFolder();

interface Tagged {
  readonly aliases: readonly { readonly AliasName: string }[];
  readonly tags: { readonly TagKey: string; TagValue: string }[];
}

/** The sample account with one tag of one key set to another value. */
function withTag(alias: string, tagKey: string, value: string): string {
  const account = JSON.parse(readFileSync(sampleAccountFile, "utf8"));
  const key = account.keys.find(({ aliases }: Tagged) =>
    aliases.some(({ AliasName }) => AliasName === alias),
  );
  const tag = key.tags.find(({ TagKey }: Tagged["tags"][number]) => TagKey === tagKey);
  expect(tag?.TagValue).toEqual(expect.any(String));
  tag.TagValue = value;
  return write("changed.json", account);
}

/** The first line of each finding that the demo prints. */
async function demo(account: string): Promise<readonly string[]> {
  const { code, out, err } = await run(["replay", "--account", account, storyFolder]);
  expect(code, err).toBe(0);
  return out.split("\n").filter((line) => /^[A-Z]+ {2}/.test(line));
}

describe("the demo", () => {
  it("prints another story when a tag of its account is another", async () => {
    const told = await demo(sampleAccountFile);
    const opens = told.filter((line) => line.includes("role/ci-deploy can now"));
    const unarmed = told.filter((line) => line.includes("role/analytics can now"));
    expect([opens.length, unarmed.length]).toEqual([1, 1]);
    // Payroll was open to staging all along: the tag opens nothing more.
    expect(await demo(withTag("alias/payroll", "Environment", "staging"))).toEqual(
      told.filter((line) => line !== opens[0]),
    );
    // What was never restricted is not opened by taking the tag away.
    expect(await demo(withTag("alias/payroll", "Classification", "internal"))).toEqual(
      told.filter((line) => line !== unarmed[0]),
    );
  });
});
