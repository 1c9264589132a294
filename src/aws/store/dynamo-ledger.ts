import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  QueryCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import type { Home } from "../../guardrail/state/home.ts";
import type { Ledger, LedgerEntry } from "../../remediation/decision/ledger.ts";
import { readPages } from "../read/read-pages.ts";
import type { BodyStore } from "./body-store.ts";
import { type StateItem, scopeOf } from "./state-items.ts";

/**
 * Keeps a ledger in the state table: each entry twice, by its finding, where its id is taken once,
 * and by its kind and time. An entry is written on the condition that none of its name is there, and
 * nothing here changes or removes one.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
 */
export function makeDynamoLedger(
  client: DynamoDBDocumentClient,
  TableName: string,
  home: Home,
  bodies: BodyStore,
): Ledger {
  const scope = `${scopeOf(home)}/ledger`;
  const read = async <Entry>(of: string, from: string, to: string): Promise<readonly Entry[]> => {
    const pages = await readPages(
      (token) =>
        client.send(
          new QueryCommand({
            TableName,
            ConsistentRead: true,
            KeyConditionExpression: "#scope = :scope AND #item BETWEEN :from AND :to",
            ExpressionAttributeNames: { "#scope": "scope", "#item": "item" },
            ExpressionAttributeValues: { ":scope": of, ":from": from, ":to": to },
            ...(token === undefined ? {} : { ExclusiveStartKey: JSON.parse(token) }),
          }),
        ),
      ({ LastEvaluatedKey }) => LastEvaluatedKey && JSON.stringify(LastEvaluatedKey),
    );
    const items = pages.flatMap(({ Items = [] }) => Items as StateItem[]);
    const entries = await Promise.all(
      items.map(({ body }) => (body === undefined ? undefined : bodies.unpack<Entry>(body))),
    );
    return entries.filter((entry) => entry !== undefined);
  };
  return {
    append: async (entry) => {
      const { kind, id, findingId, at } = entry;
      const body = await bodies.pack(`${scope}/${findingId}/${id}`, entry);
      const shown = { version: 1, kind, id, findingId, at, body };
      const put = (of: string, item: string) => ({
        Put: {
          TableName,
          Item: { ...shown, scope: of, item },
          ConditionExpression: "attribute_not_exists(#item)",
          ExpressionAttributeNames: { "#item": "item" },
        },
      });
      const TransactItems = [
        put(`${scope}/${findingId}`, id),
        put(scope, `${kind}#${at}#${findingId}#${id}`),
      ];
      try {
        await client.send(new TransactWriteCommand({ TransactItems }));
        return "appended";
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const reasons = error.CancellationReasons ?? [];
        if (reasons.some(({ Code }) => Code === "ConditionalCheckFailed")) return "taken";
        throw error;
      }
    },
    ofFinding: async (findingId) =>
      inOrder(await read<LedgerEntry>(`${scope}/${findingId}`, " ", "~")),
    since: (kind, at) => read(scope, `${kind}#${at}`, `${kind}#~`),
  };
}

/** By time; of one time by id. */
function inOrder(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  return entries.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
