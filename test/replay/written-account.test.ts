import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  historyFolder,
  historyRecord,
  secondAccount,
  secondAccountFolder,
} from "../support/second-account.ts";
import { readStory, type StoryRecord, sampleAccountFile } from "../support/story.ts";
import { run, useFolder } from "../unit/cli/cli-folder.ts";

// An account that replay wrote stands where the events left it: going on from it tells what
// going through in one go tells.

const { write, read } = useFolder();
const written = (file: string) => JSON.parse(read(file).toString());

/** Plays records on an account and writes it as it is afterwards. */
async function play(
  account: string,
  records: readonly object[],
  to: string,
): Promise<readonly object[]> {
  const events = write(`${to}.events.json`, { Records: records });
  const { code, lines, err } = await run([
    "replay",
    "--account",
    account,
    "--json",
    "--all",
    "--write-account",
    to,
    events,
  ]);
  expect(code, err).toBe(0);
  return lines;
}

const history = readdirSync(historyFolder)
  .sort()
  .map((name) => JSON.parse(readFileSync(join(historyFolder, name), "utf8")))
  .map((json) => (json.detail ?? json) as StoryRecord);

describe.each([
  { name: "the story", account: sampleAccountFile, records: readStory(), cuts: [2, 5] },
  {
    name: "the second account's history",
    account: `${secondAccountFolder}/account.json`,
    records: history,
    cuts: [1, 2, 3, 4, 5, 6, 7],
  },
])("$name in two halves", ({ account, records, cuts }) => {
  it("gives the findings and the account of one go", async () => {
    const whole = await play(account, records, "whole.json");
    expect(whole).toHaveLength(records.length);
    for (const cut of cuts) {
      const first = await play(account, records.slice(0, cut), "half.json");
      expect(written("half.json").capturedAt).toBe(records[cut - 1]?.eventTime);
      const second = await play("half.json", records.slice(cut), "both.json.gz");
      expect([...first, ...second], `cut after ${cut}`).toEqual(whole);
      await play("both.json.gz", [], "both.json");
      expect(written("both.json"), `cut after ${cut}`).toEqual(written("whole.json"));
    }
  });
});

it("leaves everything that no event of the story touched as it was read", async () => {
  const before = JSON.parse(readFileSync(sampleAccountFile, "utf8"));
  const story = readStory();
  await play(sampleAccountFile, story, "after.json");
  const after = written("after.json");
  expect(after.capturedAt).toBe(story.at(-1)?.eventTime);
  const touched: string[] = [];
  // Parts that an event touched are named, and put back as they were read.
  const putBack = (
    path: string,
    ofAfter: Record<string, unknown>,
    ofBefore: object,
    part: string,
  ) => {
    const old = (ofBefore as Record<string, unknown>)[part];
    if (JSON.stringify(ofAfter[part]) !== JSON.stringify(old)) touched.push(`${path}${part}`);
    ofAfter[part] = old;
  };
  putBack("", after, before, "capturedAt");
  for (const [index, key] of before.keys.entries()) {
    const [alias] = key.aliases;
    const name = alias?.AliasName ?? key.metadata.KeyId;
    for (const part of ["tags", "aliases", "policy"])
      putBack(`${name} `, after.keys[index], key, part);
  }
  for (const [index, endpoint] of before.vpcEndpoints.entries())
    putBack(`${endpoint.VpcEndpointId} `, after.vpcEndpoints[index], endpoint, "PolicyDocument");
  expect(touched.sort()).toEqual([
    "alias/orders aliases",
    "alias/orders policy",
    "alias/orders tags",
    "alias/payroll tags",
    "alias/reports aliases",
    "capturedAt",
    "vpce-0a1b2c3d4e5f60718 PolicyDocument",
  ]);
  expect(after).toEqual(before);
});

describe("what is written when nothing changed", () => {
  const account = `${secondAccountFolder}/account.json`;

  it.each([
    ["no event", [], null],
    ["an event of another service", [historyRecord(1, { eventSource: "s3.amazonaws.com" })], null],
    ["an event that failed", [historyRecord(1, { errorCode: "AccessDenied" })], null],
    [
      "an event older than the snapshot",
      [historyRecord(1, { eventTime: "2026-02-01T00:00:00Z" })],
      null,
    ],
    [
      "an event of another account",
      [historyRecord(1, { recipientAccountId: "333344445555" })],
      null,
    ],
  ])("is the account as it was read, after %s", async (_, records) => {
    await play(account, records, "same.json");
    expect(written("same.json")).toEqual(secondAccount());
  });

  it("is captured at the last event that was applied, whether it changed anything or not", async () => {
    const same = historyRecord(1, {
      requestParameters: {
        keyId: "2b7e1516-28ae-4d2a-abf7-158809cf4f3c",
        tags: [{ tagKey: "Tier", tagValue: "gold" }],
      },
    });
    const failed = historyRecord(2, { errorCode: "AccessDenied" });
    await play(account, [same, failed], "same.json");
    expect(written("same.json")).toEqual({ ...secondAccount(), capturedAt: same["eventTime"] });
  });
});
