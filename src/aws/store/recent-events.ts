import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Home } from "../../guardrail/state/home.ts";
import { readPages } from "../read/read-pages.ts";
import type { Body } from "./body-store.ts";
import { findingItemName, scopeOf } from "./state-items.ts";

const decompress = promisify(gunzip);

/**
 * Reads the records of events that happened since a time, those that lie in the items themselves.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
 */
export function makeRecentEvents(
  client: DynamoDBDocumentClient,
  TableName: string,
  home: Home,
): (time: string) => Promise<readonly unknown[]> {
  const scope = scopeOf(home);
  return async (time) => {
    const pages = await readPages(
      (item) =>
        client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: "#scope = :scope AND begins_with(#item, :events)",
            FilterExpression: "#eventTime >= :time",
            ExpressionAttributeNames: {
              "#scope": "scope",
              "#item": "item",
              "#eventTime": "eventTime",
            },
            ExpressionAttributeValues: {
              ":scope": scope,
              ":events": findingItemName(""),
              ":time": time,
            },
            ConsistentRead: true,
            ...(item === undefined ? {} : { ExclusiveStartKey: { scope, item } }),
          }),
        ),
      (page) => page.LastEvaluatedKey?.["item"],
    );
    const bodies = pages
      .flatMap((page) => page.Items ?? [])
      .flatMap((item) => {
        const body = item["body"] as Body | undefined;
        return body !== undefined && "gzip" in body ? [body.gzip] : [];
      });
    return Promise.all(
      bodies.map(async (gzip) => JSON.parse((await decompress(gzip)).toString("utf8")) as unknown),
    );
  };
}
