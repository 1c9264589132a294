import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { RecordStore } from "../../alerts/records/record-store.ts";
import type { Clock } from "../../guardrail/ports.ts";
import type { Home } from "../../guardrail/state/home.ts";
import { scopeOf } from "./state-items.ts";

/** A record that nobody wrote for so long is about a message that nobody answers any more. */
const secondsKept = 90 * 24 * 60 * 60;

/**
 * Keeps records of alerts in the state table, in a scope of their own.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/BestPractices_ImplementingVersionControl.html
 */
export function makeDynamoRecords(
  client: DynamoDBDocumentClient,
  TableName: string,
  home: Home,
  clock: Clock,
): RecordStore {
  const scope = `${scopeOf(home)}/alerts`;
  return {
    read: async <T>(name: string) => {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: { scope, item: name }, ConsistentRead: true }),
      );
      if (Item === undefined) return null;
      return { version: Number(Item["version"]), value: JSON.parse(String(Item["record"])) as T };
    },
    write: async (name, version, value) => {
      const expiresAt = Math.floor(clock.now().getTime() / 1000) + secondsKept;
      const condition =
        version === 0
          ? { ConditionExpression: "attribute_not_exists(#version)" }
          : {
              ConditionExpression: "#version = :loaded",
              ExpressionAttributeValues: { ":loaded": version },
            };
      try {
        await client.send(
          new PutCommand({
            TableName,
            Item: {
              scope,
              item: name,
              version: version + 1,
              record: JSON.stringify(value),
              expiresAt,
            },
            ExpressionAttributeNames: { "#version": "version" },
            ...condition,
          }),
        );
        return "saved";
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return "stale";
        throw error;
      }
    },
  };
}
