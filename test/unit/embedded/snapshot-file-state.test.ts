import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeSnapshotFileState } from "../../../src/embedded/snapshot-file-state.ts";
import { readSampleAccount } from "../../support/samples.ts";

const account = readSampleAccount();
const text = `${JSON.stringify(account, null, 2)}\n`;
const changed = { ...account, capturedAt: "2026-11-30T00:00:00Z" };
const event = {} as Parameters<ReturnType<typeof makeSnapshotFileState>["load"]>[0];

let folder = "";
let file = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kms-guardrail-state-"));
  file = join(folder, "account.json");
  await writeFile(file, text);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const load = (...files: readonly string[]) => makeSnapshotFileState(files).load(event, [], {});

describe("an account in snapshot files", () => {
  it("is loaded and kept, leaving nothing beside", async () => {
    const loaded = await load(file);
    expect(loaded.snapshots).toEqual([account]);
    expect(await loaded.save([changed])).toBe("saved");
    expect((await load(file)).snapshots).toEqual([changed]);
    expect(await readdir(folder)).toEqual(["account.json"]);
  });

  it("is not written when nothing changed", async () => {
    const compact = JSON.stringify(account);
    await writeFile(file, compact);
    const loaded = await load(file);
    await loaded.save(loaded.snapshots);
    expect(await readFile(file, "utf8")).toBe(compact);
  });

  it("stays gzipped", async () => {
    const zipped = join(folder, "account.json.gz");
    await writeFile(zipped, gzipSync(text));
    await (await load(zipped)).save([changed]);
    expect(JSON.parse(gunzipSync(await readFile(zipped)).toString())).toEqual(changed);
  });

  it("writes the file of the Region that changed, and none for a Region that no file describes", async () => {
    const other = { ...account, region: "eu-central-1" };
    const second = join(folder, "other.json");
    await writeFile(second, JSON.stringify(other));
    const third = { ...account, region: "ap-south-1" };
    const loaded = await load(file, second);
    const [first = account] = loaded.snapshots;
    const capturedAt = "2026-11-30T00:00:00Z";
    expect(await loaded.save([first, { ...other, capturedAt }, third])).toBe("saved");
    expect(await readFile(file, "utf8")).toBe(text);
    expect(JSON.parse(await readFile(second, "utf8"))).toEqual({ ...other, capturedAt });
    expect(await readdir(folder)).toHaveLength(2);
  });

  it("is stale when the file was written meanwhile", async () => {
    const loaded = await load(file);
    await writeFile(file, JSON.stringify(changed));
    expect(await loaded.save([{ ...account, capturedAt: "2026-11-29T00:00:00Z" }])).toBe("stale");
    expect((await load(file)).snapshots).toEqual([changed]);
  });

  it.each([
    ["no JSON", "{", /is not JSON$/],
    ["no snapshot", "{}", /schemaVersion/],
  ])("is refused when the file holds %s", async (_, content, message) => {
    await writeFile(file, content);
    await expect(load(file)).rejects.toMatchObject({
      code: "E_SNAPSHOT_INVALID",
      message: expect.stringMatching(message),
    });
  });
});
