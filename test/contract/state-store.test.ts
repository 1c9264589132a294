import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { SnapshotKey } from "../../src/account/snapshot.ts";
import { makeBodyStore } from "../../src/aws/store/body-store.ts";
import { makeDynamoStore } from "../../src/aws/store/dynamo-store.ts";
import { makeMemoryStore } from "../../src/embedded/memory-store.ts";
import type { Observed, StateStore } from "../../src/guardrail/ports.ts";
import { nothingStored } from "../../src/guardrail/state/projection-write.ts";
import { newSweep } from "../../src/guardrail/state/sweep-state.ts";
import { judgeSamples, readSampleAccount } from "../support/samples.ts";
import { type FakeTable, makeFakeTable } from "./fake-dynamo.ts";
import { type Adapter, type Promises, testPort } from "./port-suite.ts";

const account = readSampleAccount();
const home = { account: account.account, region: account.region };
const observedAt = "2026-11-20T00:00:00.000Z";
const observed = <T>(value: T): Observed<T> => ({ value, observedAt });
const keys = (account.keys as readonly SnapshotKey[])
  .toSorted((a, b) => (a.metadata.Arn < b.metadata.Arn ? -1 : 1))
  .map(observed);
const [key] = keys;
const details = account.authorizationDetails;
const [finding] = judgeSamples().flatMap(({ judged }) =>
  judged.outcome === "finding" ? [judged.finding] : [],
);
if (
  key === undefined ||
  finding === undefined ||
  details === undefined ||
  "unreadable" in details
) {
  throw new Error("the samples have keys, principals and findings");
}
const event = {
  eventId: "e1",
  eventTime: "2026-11-20T00:00:01Z",
  record: { eventID: "e1", requestParameters: { tags: [] } },
  findingId: finding.findingId,
};

/** Two stores of one state, as two functions at a time have them. */
type Stores = readonly [StateStore, StateStore];

const promises: Promises<Stores> = {
  "has nothing at first": async ([store]) => {
    expect(await store.load()).toEqual(nothingStored);
    expect(await store.findings()).toEqual([]);
  },
  "keeps all of a commit, and tells it to everybody": async (stores) => {
    const write = {
      isComplete: true,
      account: { organization: { id: "o-example" } },
      keys,
      endpoints: [observed({ VpcEndpointId: "vpce-1", ServiceName: "com.amazonaws.kms" })],
      authorizationDetails: observed(details),
      events: [event, { ...event, eventId: "e2", revertCall: 1 }],
      judgements: [{ eventId: "e1", finding }],
      sweep: {
        ...newSweep(null, "sweep-1", observedAt),
        pages: [{ index: 0, next: null, keys: 2 }],
        blind: { [key.value.metadata.Arn]: { policy: "AccessDeniedException" } },
      },
    };
    expect(await stores[0].commit(0, write)).toBe("saved");
    const { judgements, ...rest } = write;
    for (const store of stores) {
      expect(await store.load()).toEqual({ ...nothingStored, ...rest, revision: 1 });
      expect(await store.findings()).toEqual([finding]);
    }
  },
  "changes only what a commit names": async ([store, other]) => {
    await store.commit(0, { isComplete: true, keys, endpoints: [], events: [event] });
    const changed = observed({ ...key.value, tags: [] });
    expect(await store.commit(1, { keys: [changed] })).toBe("saved");
    expect(await other.load()).toEqual({
      ...nothingStored,
      revision: 2,
      isComplete: true,
      keys: [changed, ...keys.slice(1)],
      endpoints: [],
      events: [event],
    });
  },
  "removes what a commit removes": async ([store, other]) => {
    const endpoints = ["vpce-1", "vpce-2"].map((VpcEndpointId) => observed({ VpcEndpointId }));
    await store.commit(0, { keys, endpoints, events: [event] });
    await store.commit(1, {
      removedKeys: [key.value.metadata.Arn],
      removedEndpoints: ["vpce-1"],
      removedEvents: ["e1"],
    });
    expect(await other.load()).toMatchObject({
      keys: keys.slice(1),
      endpoints: endpoints.slice(1),
      events: [],
    });
  },
  "keeps nothing of a commit on a state that moved": async ([mine, other]) => {
    await other.commit(0, { keys: [key] });
    expect(
      await mine.commit(0, { events: [event], judgements: [{ eventId: "e1", finding }] }),
    ).toBe("stale");
    expect(await mine.load()).toEqual({ ...nothingStored, revision: 1, keys: [key] });
    expect(await mine.findings()).toEqual([]);
  },
  "lets one of those win that commit at a time": async (stores) => {
    const commits = Array.from({ length: 10 }, (_, index) =>
      stores[index % 2]?.commit(0, { events: [{ ...event, eventId: `e${index}` }] }),
    );
    const outcomes = await Promise.all(commits);
    expect(outcomes.filter((outcome) => outcome === "saved")).toHaveLength(1);
    expect((await stores[0].load()).events).toHaveLength(1);
  },
  "keeps commits of other keys that were made on an older revision": async ([mine, other]) => {
    await mine.commit(0, { keys, endpoints: [] });
    await other.load();
    const changed = keys.map(({ value }) => observed({ ...value, tags: [] }));
    const arns = keys.map(({ value }) => value.metadata.Arn);
    const commits = [mine, other].map((store, index) =>
      store.commit(1, { keys: changed.slice(index, index + 1) }, arns.slice(index, index + 1)),
    );
    expect(await Promise.all(commits)).toEqual(["saved", "saved"]);
    expect(await mine.isStale(1, arns.slice(2))).toBe(false);
    expect(await mine.isStale(1, arns.slice(1))).toBe(true);
    for (const store of [mine, other]) {
      expect(await store.load()).toEqual({
        ...nothingStored,
        revision: 3,
        endpoints: [],
        keys: [...changed.slice(0, 2), ...keys.slice(2)],
      });
    }
  },
  ...Object.fromEntries(
    (
      [
        ["one within a key after one within the same", ["a"], ["a", "b"]],
        ["one within a key after one of anything", undefined, ["a"]],
        ["one of anything after one within a key", ["a"], undefined],
      ] as const
    ).map(([name, first, second]) => [
      `keeps nothing of ${name}`,
      async ([mine, other]: Stores) => {
        await mine.commit(0, { keys });
        await other.load();
        expect(await mine.commit(1, { endpoints: [] }, first)).toBe("saved");
        expect(await mine.commit(2, { isComplete: true }, ["c"])).toBe("saved");
        expect(await other.isStale(1, second)).toBe(true);
        expect(await other.isStale(3, second)).toBe(false);
        expect(await other.commit(1, { events: [event] }, second)).toBe("stale");
        expect(await other.load()).toMatchObject({ revision: 3, events: [], isComplete: true });
      },
    ]),
  ),
  "tells who has an older revision in memory all that moved": async ([mine, other]) => {
    const endpoints = ["vpce-1", "vpce-2"].map((VpcEndpointId) => observed({ VpcEndpointId }));
    const account = { organization: { id: "o-example" } };
    const sweep = newSweep(null, "sweep-1", observedAt);
    await mine.commit(0, { keys, endpoints, events: [event], account });
    await other.load();
    const changed = observed({ ...key.value, tags: [] });
    const later = { ...event, eventId: "e2" };
    await mine.commit(1, { keys: [changed], events: [later], foldedThrough: observedAt }, ["a"]);
    await mine.commit(2, {
      removedKeys: keys.slice(1).map(({ value }) => value.metadata.Arn),
      removedEndpoints: ["vpce-1"],
      removedEvents: ["e1"],
      isComplete: true,
      authorizationDetails: observed(details),
      sweep,
    });
    expect(await other.load()).toEqual({
      revision: 3,
      isComplete: true,
      foldedThrough: observedAt,
      account,
      keys: [changed],
      endpoints: endpoints.slice(1),
      authorizationDetails: observed(details),
      events: [later],
      sweep,
    });
  },
  "replaces the finding of an event, or takes it back": async ([store, other]) => {
    const corrected = { ...finding, findingId: "corrected" };
    await store.commit(0, { judgements: [{ eventId: "e1", finding }] });
    await store.commit(1, { judgements: [{ eventId: "e1", finding: corrected }] });
    expect(await other.findings()).toEqual([corrected]);
    expect(await other.findingOf("e1")).toEqual(corrected);
    expect(await other.findingOf("e2")).toBeNull();
    await store.commit(2, { judgements: [{ eventId: "e1", finding: null }] });
    expect(await other.findings()).toEqual([]);
    expect(await other.findingOf("e1")).toBeNull();
  },
  "keeps a key that is larger than an item may be": async ([store, other]) => {
    const grants = Array.from({ length: 12_000 }, () => ({
      GrantId: randomBytes(32).toString("hex"),
    }));
    const large = observed({ ...key.value, grants });
    expect(await store.commit(0, { keys: [large] })).toBe("saved");
    expect((await other.load()).keys).toEqual([large]);
  },
  "keeps more in a commit than a transaction holds": async ([store, other]) => {
    const many = Array.from({ length: 250 }, (_, index) => {
      const Arn = `${key.value.metadata.Arn}-${String(index).padStart(3, "0")}`;
      return observed({ ...key.value, metadata: { ...key.value.metadata, Arn } });
    });
    expect(await store.commit(0, { keys: many, isComplete: true })).toBe("saved");
    expect(await other.load()).toEqual({
      ...nothingStored,
      revision: 1,
      isComplete: true,
      keys: many,
    });
  },
};

const storeOf = ({ client, s3 }: FakeTable) =>
  makeDynamoStore(client, "state", home, makeBodyStore(s3, "bodies"));

const adapters: readonly Adapter<Stores>[] = [
  {
    name: "memory",
    make: () => {
      const store = makeMemoryStore();
      return [store, store];
    },
  },
  {
    name: "DynamoDB and S3",
    make: () => {
      const table = makeFakeTable();
      return [storeOf(table), storeOf(table)];
    },
  },
];

testPort("state store", promises, adapters);

describe("the state in DynamoDB", () => {
  it("is read whole once, then only asked whether it moved", async () => {
    const table = makeFakeTable();
    const [store, other] = [storeOf(table), storeOf(table)];
    await store.commit(0, { keys, authorizationDetails: observed(details) });
    await store.load();
    const before = table.calls().length;
    await store.load();
    expect(table.calls().slice(before)).toEqual(["GetCommand"]);
    await store.commit(1, { events: [event] });
    expect((await store.load()).events).toEqual([event]);
    expect(table.calls().slice(before)).toEqual([
      "GetCommand",
      "TransactWriteCommand",
      "GetCommand",
    ]);
    expect(await other.load()).toEqual(await store.load());
  });

  it("is read on by what the log of commits names, and whole where the log is too short", async () => {
    const table = makeFakeTable();
    const [store, other] = [storeOf(table), storeOf(table)];
    await store.commit(0, { keys });
    await other.load();
    await store.commit(1, { events: [event] }, []);
    const before = table.calls().length;
    const log = table.items.get(`${home.account}/${home.region}/commits|000000000002`);
    expect(log).toMatchObject({ within: [], items: ["EVENT#e1"], expiresAt: expect.any(Number) });
    await other.load();
    // The header's revision, the log, the header with the event, and whether it moved meanwhile.
    expect(table.calls().slice(before)).toEqual([
      "GetCommand",
      "QueryCommand",
      "BatchGetCommand",
      "GetCommand",
    ]);
    await store.commit(2, { removedEvents: ["e1"] }, []);
    for (const name of table.items.keys()) if (name.includes("/commits|")) table.items.delete(name);
    expect(await other.commit(2, { events: [] }, [])).toBe("stale");
    expect((await other.load()).events).toEqual([]);
  });

  it("is nobody else's to commit to in the turn of one that was stale twice", async () => {
    const table = makeFakeTable();
    const [store, other] = [storeOf(table), storeOf(table)];
    await store.commit(0, { keys });
    for (const _ of [1, 2]) expect(await other.commit(0, { events: [event] })).toBe("stale");
    expect(await other.load()).toMatchObject({ revision: 1 });
    const overtaking = store.commit(1, { isComplete: true }, ["a"]);
    for (const _ of Array(20)) await new Promise(setImmediate);
    expect(await other.commit(1, { events: [event] }, ["b"])).toBe("saved");
    expect(await overtaking).toBe("saved");
    const versions = [...table.items.values()].flatMap(({ item, version }) =>
      item === "EVENT#e1" || item === "HEADER" ? [[item, version]] : [],
    );
    expect(Object.fromEntries(versions)).toEqual({ "EVENT#e1": 2, HEADER: 3 });
    expect([...table.items.values()].map(({ item }) => item)).not.toContain("TURN");
  });

  it("keeps the objects of what did not move, so that they stay compiled", async () => {
    const table = makeFakeTable();
    const [store, other] = [storeOf(table), storeOf(table)];
    await store.commit(0, { keys, account: { organization: { id: "o-example" } } });
    const first = await other.load();
    await store.commit(1, { events: [event] }, []);
    const second = await other.load();
    expect(second.revision).toBe(2);
    expect(second.account).toBe(first.account);
    for (const [index, one] of second.keys.entries()) expect(one).toBe(first.keys[index]);
  });

  it("lets what is missing in the bucket be read again from the live account", async () => {
    const table = makeFakeTable();
    await storeOf(table).commit(0, { keys, authorizationDetails: observed(details) });
    table.objects.clear();
    expect(await storeOf(table).load()).toMatchObject({ keys, authorizationDetails: null });
  });

  it("keeps no policy readable in the table", async () => {
    const table = makeFakeTable();
    await storeOf(table).commit(0, {
      keys,
      events: [event],
      judgements: [{ eventId: "e1", finding }],
    });
    const shown = [...table.items.values()].map(({ body: _, ...item }) => item);
    expect(JSON.stringify(shown)).not.toMatch(/Statement|Principal"/);
  });
});
