import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import type { Finding } from "../../guardrail/finding/finding.ts";
import { eventIdOf } from "../../guardrail/finding/finding-id.ts";
import type { Home } from "../../guardrail/state/home.ts";
import type { KeptFindings } from "../../remediation/decision/take-decision.ts";
import type { BodyStore } from "./body-store.ts";
import { findingItemName, findingsScopeOf, type StateItem } from "./state-items.ts";

/** Finds one finding in the table, by the event that its id begins with. */
export function makeKeptFindings(
  client: DynamoDBDocumentClient,
  TableName: string,
  home: Home,
  bodies: Pick<BodyStore, "unpack">,
): KeptFindings {
  const read = makeFindingOf(client, TableName, home, bodies);
  return {
    find: async (findingId) => {
      const finding = await read(eventIdOf(findingId));
      return finding?.findingId === findingId ? finding : null;
    },
  };
}

/** Reads the finding of an event, as it stands. */
export function makeFindingOf(
  client: DynamoDBDocumentClient,
  TableName: string,
  home: Home,
  bodies: Pick<BodyStore, "unpack">,
): (eventId: string) => Promise<Finding | null> {
  return async (eventId) => {
    const Key = { scope: findingsScopeOf(home), item: findingItemName(eventId) };
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    const { body } = (Item ?? {}) as Partial<StateItem>;
    return body === undefined ? null : ((await bodies.unpack<Finding>(body)) ?? null);
  };
}
