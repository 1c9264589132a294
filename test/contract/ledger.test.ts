import { describe, expect, it } from "vitest";
import { makeBodyStore } from "../../src/aws/store/body-store.ts";
import { makeDynamoLedger } from "../../src/aws/store/dynamo-ledger.ts";
import { makeMemoryLedger } from "../../src/embedded/memory-ledger.ts";
import type {
  CallEntry,
  IntentEntry,
  Ledger,
  ToldEntry,
} from "../../src/remediation/decision/ledger.ts";
import { makeFakeTable } from "./fake-dynamo.ts";
import { type Promises, testPort } from "./port-suite.ts";

const at = (minute: number) => `2026-11-20T00:${String(minute).padStart(2, "0")}:00.000Z`;
const told = (findingId: string, id: string, minute: number): ToldEntry => ({
  kind: "told",
  id,
  findingId,
  at: at(minute),
  outcome: "outcome-0001",
});
const call: CallEntry = {
  kind: "call",
  id: "intent-0001-call-1",
  findingId: "e1-f",
  at: at(3),
  call: { service: "kms", operation: "EnableKey", input: { KeyId: "k" } },
  requestId: null,
  readAt: at(2),
};
const intent: IntentEntry = {
  kind: "intent",
  id: "intent-0001",
  findingId: "e1-f",
  at: at(2),
  resource: "arn:aws:kms:us-west-2:111122223333:key/k",
  actor: null,
  attributes: ["keyState"],
  cause: "enforce",
  planHash: "0f",
  principal: null,
  calls: [call.call],
};

/** One ledger, as two functions at a time have it. */
type Ledgers = readonly [Ledger, Ledger];

const promises: Promises<Ledgers> = {
  "has nothing at first": async ([ledger]) => {
    expect(await ledger.ofFinding("e1-f")).toEqual([]);
    expect(await ledger.since("call", "")).toEqual([]);
  },
  "gives everybody back what was appended, the oldest first": async ([ledger, other]) => {
    for (const entry of [call, intent, told("e1-f", "told-1", 5), told("e2-f", "told-1", 4)]) {
      expect(await ledger.append(entry)).toBe("appended");
    }
    expect(await other.ofFinding("e1-f")).toEqual([intent, call, told("e1-f", "told-1", 5)]);
    expect(await other.ofFinding("e1-")).toEqual([]);
  },
  "takes an id of a finding once, and never changes an entry": async ([ledger, other]) => {
    expect(await ledger.append(intent)).toBe("appended");
    expect(await other.append({ ...intent, at: at(9), planHash: "ff" })).toBe("taken");
    expect(await other.append(intent)).toBe("taken");
    expect(await ledger.ofFinding("e1-f")).toEqual([intent]);
    expect(await ledger.since("intent", at(0))).toEqual([intent]);
    expect(await other.append({ ...intent, findingId: "e2-f" })).toBe("appended");
  },
  "lets one of many who append at a time": async ([ledger, other]) => {
    const all = await Promise.all(
      [ledger, other, ledger, other].map((one, index) => one.append({ ...intent, at: at(index) })),
    );
    expect(all.filter((result) => result === "appended")).toHaveLength(1);
  },
  "tells the entries of a kind since a time, the oldest first": async ([ledger, other]) => {
    await ledger.append(call);
    for (const minute of [8, 2, 6, 4, 7]) {
      await ledger.append(told(`e${minute}-f`, "told-1", minute));
    }
    const since = await other.since("told", at(4));
    expect(since.map((entry) => entry.at)).toEqual([at(4), at(6), at(7), at(8)]);
    expect(await other.since("call", at(3))).toEqual([call]);
    expect(await other.since("call", at(4))).toEqual([]);
  },
  "keeps entries of any size": async ([ledger, other]) => {
    const Policy = Array.from({ length: 30_000 }, (_, index) => `${index * 7919}`).join(",");
    const large = { ...intent, calls: [{ ...call.call, input: { Policy } }] };
    await ledger.append(large);
    expect(await other.ofFinding("e1-f")).toEqual([large]);
  },
};

testPort("Ledger", promises, [
  {
    name: "memory",
    make: (): Ledgers => {
      const ledger = makeMemoryLedger();
      return [ledger, ledger];
    },
  },
  {
    name: "DynamoDB",
    make: (): Ledgers => {
      const { client, s3 } = makeFakeTable();
      const home = { account: "111122223333", region: "us-west-2" };
      const make = () => makeDynamoLedger(client, "state", home, makeBodyStore(s3, "bucket"));
      return [make(), make()];
    },
  },
]);

describe("the table of a ledger", () => {
  it("keeps an account's entries beside its state", async () => {
    const { client, s3, items } = makeFakeTable();
    const home = { account: "111122223333", region: "us-west-2" };
    await makeDynamoLedger(client, "state", home, makeBodyStore(s3, "bucket")).append(call);
    expect([...items.keys()].toSorted()).toEqual([
      "111122223333/us-west-2/ledger/e1-f|intent-0001-call-1",
      `111122223333/us-west-2/ledger|call#${at(3)}#e1-f#intent-0001-call-1`,
    ]);
  });
});
