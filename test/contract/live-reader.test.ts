import { expect } from "vitest";
import { parseSnapshot } from "../../src/account/parse/parse-snapshot.ts";
import type { Snapshot, SnapshotKey } from "../../src/account/snapshot.ts";
import { makeSnapshotReader } from "../../src/embedded/snapshot-reader.ts";
import type { LiveReader } from "../../src/guardrail/ports.ts";
import { readSampleAccount } from "../support/samples.ts";
import { makeReaderOfFakeAws } from "./fake-aws.ts";
import { type Adapter, type Promises, testPort } from "./port-suite.ts";

type Make = (snapshot: () => Snapshot) => LiveReader;

const account = readSampleAccount();
const keys = account.keys as readonly SnapshotKey[];
const [firstKey] = keys;
if (firstKey === undefined) throw new Error("the sample account has keys");
const { Arn } = firstKey.metadata;

/** A key policy is the same as text and as an object. */
const withPolicyAsJson = (key: SnapshotKey | null) =>
  key === null || typeof key.policy !== "string"
    ? key
    : { ...key, policy: JSON.parse(key.policy) as unknown };

const refused = { unreadable: "AccessDeniedException" };

const promises: Promises<Make> = {
  "reads each key whole": async (make) => {
    const reader = make(() => account);
    for (const key of keys) {
      expect(withPolicyAsJson(await reader.readKey(key.metadata.Arn))).toEqual(
        withPolicyAsJson(key),
      );
    }
  },
  "tells that there is no such key": async (make) => {
    expect(await make(() => account).readKey(`${Arn}0`)).toBeNull();
  },
  "puts the reason in the place of a part that it may not read": async (make) => {
    for (const part of ["policy", "tags", "aliases", "grants"] as const) {
      const blind = { ...account, keys: [{ ...firstKey, [part]: refused }] };
      const read = await make(() => blind).readKey(Arn);
      expect(withPolicyAsJson(read)).toEqual(withPolicyAsJson({ ...firstKey, [part]: refused }));
    }
  },
  "knows the ARN of a key of which it may read nothing": async (make) => {
    const blind = { ...account, keys: refused };
    expect(await make(() => blind).readKey(Arn)).toEqual({
      metadata: { Arn },
      policy: refused,
      tags: refused,
      aliases: refused,
      grants: refused,
    });
  },
  "reads all VPC endpoints": async (make) => {
    expect(await make(() => account).readEndpoints()).toEqual(account.vpcEndpoints);
  },
  "reads the whole IAM inventory": async (make) => {
    const details = await make(() => account).readAuthorizationDetails();
    expect(details).toEqual(account.authorizationDetails);
  },
  "says why it may not read endpoints and IAM": async (make) => {
    const blind = { ...account, vpcEndpoints: refused, authorizationDetails: refused };
    const reader = make(() => blind);
    expect(await reader.readEndpoints()).toEqual(refused);
    expect(await reader.readAuthorizationDetails()).toEqual(refused);
  },
  "gives what a snapshot may hold": async (make) => {
    const reader = make(() => account);
    const snapshot = {
      schemaVersion: 1,
      account: account.account,
      region: account.region,
      partition: account.partition,
      keys: await Promise.all(keys.map(({ metadata }) => reader.readKey(metadata.Arn))),
      vpcEndpoints: await reader.readEndpoints(),
      authorizationDetails: await reader.readAuthorizationDetails(),
    };
    expect(parseSnapshot(snapshot, "read live")).toMatchObject({ ok: true, remarks: [] });
  },
  "reads the account as it is each time": async (make) => {
    let current: Snapshot = account;
    const reader = make(() => current);
    await reader.readKey(Arn);
    current = { ...account, keys: [{ ...firstKey, tags: [] }], vpcEndpoints: [] };
    expect(await reader.readKey(Arn)).toMatchObject({ tags: [] });
    expect(await reader.readEndpoints()).toEqual([]);
  },
};

const adapters: readonly Adapter<Make>[] = [
  { name: "a snapshot", make: () => makeSnapshotReader },
  { name: "KMS, EC2 and IAM", make: () => makeReaderOfFakeAws },
];

testPort("live reader", promises, adapters);
