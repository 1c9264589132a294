import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import type { Home } from "../../guardrail/state/home.ts";
import { findingItemName, type StateItem, scopeOf } from "../store/state-items.ts";

const decompress = promisify(gunzip);

/**
 * Reads the CloudTrail record of an event while the state has it; null: it has not, or not in the item
 * itself. What it is read for can do without.
 */
export function makeEventRecords(
  client: DynamoDBDocumentClient,
  TableName: string,
  home: Home,
): (eventId: string) => Promise<unknown> {
  return async (eventId) => {
    const Key = { scope: scopeOf(home), item: findingItemName(eventId) };
    const { Item } = await client.send(new GetCommand({ TableName, Key }));
    const { body } = (Item ?? {}) as Partial<StateItem>;
    if (body === undefined || !("gzip" in body)) return null;
    return JSON.parse((await decompress(body.gzip)).toString("utf8"));
  };
}
