import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import type { Finding } from "../../guardrail/finding/finding.ts";
import { eventIdOf } from "../../guardrail/finding/finding-id.ts";
import type { Home } from "../../guardrail/state/home.ts";
import type { KeptFindings } from "../../remediation/decision/take-decision.ts";
import type { BodyStore } from "./body-store.ts";
import { findingsScopeOf, type StateItem } from "./state-items.ts";

/** Finds one finding in the table, by the event that its id begins with. */
export function makeKeptFindings(
  client: DynamoDBDocumentClient,
  TableName: string,
  home: Home,
  bodies: Pick<BodyStore, "unpack">,
): KeptFindings {
  return {
    find: async (findingId) => {
      const Key = { scope: findingsScopeOf(home), item: `EVENT#${eventIdOf(findingId)}` };
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      const { body } = (Item ?? {}) as Partial<StateItem>;
      const finding = body === undefined ? undefined : await bodies.unpack<Finding>(body);
      return finding?.findingId === findingId ? finding : null;
    },
  };
}
