import { gzipSync } from "node:zlib";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { expect, it } from "vitest";
import { makeEventRecords } from "../../../../src/aws/alerts/event-record.ts";

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: "us-west-2" }));
const table = mockClient(client);
const read = makeEventRecords(client, "state", { account: "111122223333", region: "us-west-2" });

it("reads the record of an event where the item has it", async () => {
  table.reset();
  table.on(GetCommand).resolves({ Item: { body: { gzip: gzipSync('{"eventName":"X"}') } } });
  expect(await read("e1")).toEqual({ eventName: "X" });
  expect(table.commandCalls(GetCommand)[0]?.args[0].input).toEqual({
    TableName: "state",
    Key: { scope: "111122223333/us-west-2", item: "EVENT#e1" },
  });
});

it.each([{}, { Item: {} }, { Item: { body: { object: "in/a/bucket" } } }])(
  "has nothing where the item has not: %j",
  async (answer) => {
    table.reset();
    table.on(GetCommand).resolves(answer);
    expect(await read("e1")).toBeNull();
  },
);
