import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import type { Home } from "../../guardrail/state/home.ts";
import type { SweepFacts } from "../../guardrail/watch/doctor-sweeps.ts";
import { scopeOf, sweepName } from "../store/state-items.ts";

/** Reads when sweeps began and ended, and nothing else of the recorded state; null: none began. */
export function makeSweepReader(
  client: DynamoDBDocumentClient,
  TableName: string,
  home: Home,
): () => Promise<SweepFacts | null> {
  return async () => {
    const { Item } = await client.send(
      new GetCommand({
        TableName,
        Key: { scope: scopeOf(home), item: sweepName },
        ProjectionExpression: "startedAt, endedAt, lastEndedAt",
        ConsistentRead: true,
      }),
    );
    if (Item === undefined) return null;
    const timeOf = (name: string): string | null => {
      const time: unknown = Item[name];
      return typeof time === "string" ? time : null;
    };
    const startedAt = String(Item["startedAt"]);
    return { startedAt, endedAt: timeOf("endedAt"), lastEndedAt: timeOf("lastEndedAt") };
  };
}
