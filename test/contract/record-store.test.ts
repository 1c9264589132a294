import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { expect } from "vitest";
import type { RecordStore } from "../../src/alerts/records/record-store.ts";
import { makeDynamoRecords } from "../../src/aws/store/dynamo-records.ts";
import { makeFixedClock } from "../../src/embedded/fixed-clock.ts";
import { makeMemoryRecords } from "../../src/embedded/memory-records.ts";
import { type Promises, testPort } from "./port-suite.ts";

const promises: Promises<RecordStore> = {
  "has nothing of a name that nobody wrote": async (records) => {
    expect(await records.read("a")).toBeNull();
  },
  "reads what was written, with a version": async (records) => {
    expect(await records.write("a", 0, { text: "x", list: [1, null] })).toBe("saved");
    expect(await records.read("a")).toEqual({ version: 1, value: { text: "x", list: [1, null] } });
    expect(await records.read("b")).toBeNull();
  },
  "writes over the version that was read": async (records) => {
    await records.write("a", 0, "first");
    expect(await records.write("a", 1, "second")).toBe("saved");
    expect(await records.read("a")).toEqual({ version: 2, value: "second" });
  },
  "writes nothing over another version": async (records) => {
    await records.write("a", 0, "first");
    expect(await records.write("a", 0, "other")).toBe("stale");
    expect(await records.write("a", 2, "other")).toBe("stale");
    expect(await records.write("b", 1, "other")).toBe("stale");
    expect(await records.read("a")).toEqual({ version: 1, value: "first" });
    expect(await records.read("b")).toBeNull();
  },
  "lets one of those win who write at a time": async (records) => {
    const written = await Promise.all([1, 2, 3, 4].map((value) => records.write("a", 0, value)));
    expect(written.filter((outcome) => outcome === "saved")).toHaveLength(1);
  },
};

testPort("record store", promises, [
  { name: "memory", make: makeMemoryRecords },
  {
    name: "DynamoDB",
    make: () => {
      const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: "us-west-2" }));
      fakeTable(client);
      const home = { account: "111122223333", region: "us-west-2" };
      return makeDynamoRecords(client, "state", home, makeFixedClock("2026-11-22T00:00:00Z"));
    },
  },
]);

/** Get and Put of single items, under the conditions that records are written on. */
function fakeTable(client: DynamoDBDocumentClient): void {
  const items = new Map<string, NonNullable<PutCommandInput["Item"]>>();
  const nameOf = ({ scope, item }: Record<string, unknown> = {}) => `${scope}|${item}`;
  mockClient(client)
    .on(GetCommand)
    .callsFake(({ Key }) => ({ Item: structuredClone(items.get(nameOf(Key))) }))
    .on(PutCommand)
    .callsFake((input: PutCommandInput) => {
      const { Item = {}, ConditionExpression, ExpressionAttributeValues } = input;
      expect(Item["scope"]).toBe("111122223333/us-west-2/alerts");
      expect(Item["expiresAt"]).toBe(Date.parse("2026-11-22T00:00:00Z") / 1000 + 90 * 86_400);
      const known = items.get(nameOf(Item));
      const holds =
        ConditionExpression === "attribute_not_exists(#version)"
          ? known === undefined
          : known?.["version"] === ExpressionAttributeValues?.[":loaded"];
      if (!holds) {
        throw new ConditionalCheckFailedException({ message: "condition", $metadata: {} });
      }
      items.set(nameOf(Item), structuredClone(Item));
      return {};
    });
}
