import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { KMSServiceException } from "@aws-sdk/client-kms";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseSnapshot } from "../../../../src/account/parse/parse-snapshot.ts";
import type { Snapshot, SnapshotKey } from "../../../../src/account/snapshot.ts";
import { CliError } from "../../../../src/cli/cli-error.ts";
import { run } from "../../../../src/cli/run.ts";
import type { SnapshotSource } from "../../../../src/cli/snapshot/live-account.ts";
import { runSnapshot } from "../../../../src/cli/snapshot/run-snapshot.ts";
import { makeSnapshotReader } from "../../../../src/embedded/snapshot-reader.ts";
import { readSampleAccount } from "../../../support/samples.ts";
import { memoryIo } from "../memory-io.ts";

const account = readSampleAccount();
const keys = account.keys as readonly SnapshotKey[];
const [firstArn = ""] = keys.map(({ metadata }) => metadata.Arn);
const refused = { unreadable: "AccessDeniedException" };

/** A live account that is as a snapshot says. */
function sourceOf(snapshot: Snapshot, overrides: object = {}): SnapshotSource {
  const reader = makeSnapshotReader(() => snapshot);
  const { organization = null, vpcEndpointServices = [] } = snapshot;
  const partition = snapshot.partition;
  return {
    defaultRegion: async () => snapshot.region,
    now: () => new Date("2026-11-21T09:00:00.987Z"),
    account: () => ({
      ...reader,
      readIdentity: async () => ({ account: snapshot.account, partition }),
      readOrganization: async () => organization,
      ...overrides,
    }),
    region: () => ({
      ...reader,
      listKeys: async () => keys.map(({ metadata }) => metadata.Arn),
      readEndpointServices: async () => vpcEndpointServices,
      ...overrides,
    }),
  };
}

const failure = (name: string) =>
  new KMSServiceException({ name, $fault: "client", $metadata: {}, message: "not now" });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "snapshot-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("snapshot", () => {
  it("writes the account as it is, captured when reading began", async () => {
    const io = memoryIo();
    expect(await runSnapshot({}, io, sourceOf(account))).toBe(0);
    const { vpcEndpointServices = [], otherAccounts: _, ...rest } = account;
    const capturedAt = "2026-11-21T09:00:00Z";
    expect(JSON.parse(io.out())).toEqual({ ...rest, capturedAt, vpcEndpointServices });
    expect(parseSnapshot(JSON.parse(io.out()), "written")).toMatchObject({ ok: true });
    expect(io.err()).toContain(`reading account ${account.account} in us-west-2`);
    expect(io.err()).toContain(`${keys.length} keys`);
  });

  it("leaves out the organization of an account that is in none", async () => {
    const io = memoryIo();
    await runSnapshot({}, io, sourceOf(account, { readOrganization: async () => null }));
    expect(JSON.parse(io.out())).not.toHaveProperty("organization");
  });

  it("writes what AWS refuses to tell as unreadable, says so, and is done", async () => {
    const io = memoryIo();
    const blind = sourceOf(
      { ...account, authorizationDetails: refused, vpcEndpoints: refused },
      {
        readOrganization: async () => refused,
        readEndpointServices: async () => refused,
        listKeys: async () => refused,
      },
    );
    expect(await runSnapshot({}, io, blind)).toBe(0);
    expect(JSON.parse(io.out())).toMatchObject({
      organization: refused,
      authorizationDetails: refused,
      keys: refused,
      vpcEndpoints: refused,
      vpcEndpointServices: refused,
    });
    expect(io.err().match(/not readable: `AccessDeniedException`/g)).toHaveLength(5);
  });

  it("goes on after a call that failed, and ends with 3", async () => {
    const io = memoryIo();
    const reader = makeSnapshotReader(() => account);
    const source = sourceOf(account, {
      readKey: (arn: string) =>
        arn === firstArn ? Promise.reject(failure("ThrottlingException")) : reader.readKey(arn),
    });
    expect(await runSnapshot({}, io, source)).toBe(3);
    const reason = { unreadable: "ThrottlingException" };
    const written = JSON.parse(io.out()) as { keys: readonly SnapshotKey[] };
    expect(written.keys).toHaveLength(keys.length);
    expect(written.keys[0]).toEqual({
      metadata: { Arn: firstArn },
      policy: reason,
      tags: reason,
      aliases: reason,
      grants: reason,
    });
    expect(io.err()).toContain(
      `\`${firstArn}\` could not be read: ThrottlingException [E_AWS_CALL]`,
    );
  });

  it("tells once what may not be read of every key", async () => {
    const io = memoryIo();
    const readKey = async (Arn: string) => ({ metadata: { Arn }, grants: refused });
    expect(await runSnapshot({}, io, sourceOf(account, { readKey }))).toBe(0);
    const more = keys.length - 1;
    expect(io.err()).toContain(
      `\`keys[0].grants\`: not readable: \`AccessDeniedException\`, and ${more} more like it`,
    );
    expect(io.err().match(/not readable/g)).toHaveLength(1);
  });

  it("leaves out a key that is gone when it is read", async () => {
    const io = memoryIo();
    const source = sourceOf(account, { readKey: async () => null });
    expect(await runSnapshot({}, io, source)).toBe(0);
    expect(JSON.parse(io.out())).toMatchObject({ keys: [] });
  });

  it("does not take a fault of ours for something unreadable", async () => {
    const source = sourceOf(account, { readEndpoints: () => Promise.reject(new TypeError("bug")) });
    await expect(runSnapshot({}, memoryIo(), source)).rejects.toThrow(TypeError);
  });

  it("writes a file for each Region, gzipped where the name says so", async () => {
    const io = memoryIo();
    const output = join(folder, "account.json.gz");
    const region = ["us-west-2", "eu-west-1", "us-west-2"];
    expect(await runSnapshot({ region, output }, io, sourceOf(account))).toBe(0);
    expect(io.out()).toBe("");
    for (const name of ["us-west-2", "eu-west-1"]) {
      const text = gunzipSync(await readFile(join(folder, `account.${name}.json.gz`)));
      expect(JSON.parse(text.toString())).toMatchObject({ schemaVersion: 1, region: name });
    }
  });

  it("writes one Region to the file that was named", async () => {
    const output = join(folder, "account.json");
    await runSnapshot({ region: ["eu-west-1"], output }, memoryIo(), sourceOf(account));
    expect(JSON.parse(await readFile(output, "utf8"))).toMatchObject({ region: "eu-west-1" });
  });

  it.each([
    ["several Regions and no file", { region: ["us-west-2", "eu-west-1"] }, /`--output` is needed/],
    ["a folder that is not there", { output: "/nowhere/at/all.json" }, /cannot be written/],
  ])("refuses %s", async (_, options, message) => {
    const given = runSnapshot(options, memoryIo(), sourceOf(account));
    await expect(given).rejects.toThrow(CliError);
    await expect(given).rejects.toThrow(message);
  });

  it("says what to do when no Region is set or nobody answers", async () => {
    const nowhere = { ...sourceOf(account), defaultRegion: async () => null };
    await expect(runSnapshot({}, memoryIo(), nowhere)).rejects.toThrow(/no AWS Region is set/);
    const readIdentity = () => Promise.reject(new Error("Could not load credentials"));
    const stranger = sourceOf(account, { readIdentity });
    await expect(runSnapshot({}, memoryIo(), stranger)).rejects.toThrow(/whose credentials/);
  });

  it("has help", async () => {
    const io = memoryIo();
    expect(await run(["snapshot", "--help"], io)).toBe(0);
    expect(io.out()).toContain("kms-guardrail snapshot --output account.json");
  });
});
