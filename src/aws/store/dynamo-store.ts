import { setTimeout } from "node:timers/promises";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";
import type { Finding } from "../../guardrail/finding/finding.ts";
import type { StateStore, StateWrite, StoredState } from "../../guardrail/ports.ts";
import type { Home } from "../../guardrail/state/home.ts";
import { writeStored } from "../../guardrail/state/projection-write.ts";
import { readPages } from "../read-pages.ts";
import type { BodyStore } from "./body-store.ts";
import { makeFindingOf } from "./kept-findings.ts";
import { stateOfItems } from "./read-state.ts";
import {
  findingsScopeOf,
  headerName,
  type ItemWrite,
  itemsOfWrite,
  type StateItem,
  scopeOf,
} from "./state-items.ts";

type Actions = NonNullable<TransactWriteCommandInput["TransactItems"]>;

/** A transaction writes 100 items at most: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const mostActions = 99;
/** And 4 MB, of which bodies are the most. */
const mostBytes = 3_000_000;

/**
 * Keeps recorded state in one DynamoDB table. Every commit counts the header's revision on, on the
 * condition that it is the one that was loaded: of two that judged at a time, one is stale.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/BestPractices_ImplementingVersionControl.html
 */
export function makeDynamoStore(
  client: DynamoDBDocumentClient,
  table: string,
  home: Home,
  bodies: BodyStore,
): StateStore {
  /** As it was last read or written: a warm function reads no more than the header while nothing moved. */
  let known: StoredState | null = null;
  return {
    load: async () => {
      for (;;) {
        const revision = await readRevision(client, table, home);
        if (known?.revision === revision) return known;
        const items = await queryAll(client, table, scopeOf(home));
        const state = await stateOfItems(items, bodies);
        // A query reads page by page: what was committed meanwhile may be in it in part.
        if (state.revision === revision && (await readRevision(client, table, home)) === revision) {
          known = state;
          return state;
        }
      }
    },
    findings: async () => {
      const items = await queryAll(client, table, findingsScopeOf(home));
      const findings = await Promise.all(
        items.map(({ body }) => (body === undefined ? undefined : bodies.unpack<Finding>(body))),
      );
      return findings.filter((finding) => finding !== undefined);
    },
    findingOf: makeFindingOf(client, table, home, bodies),
    commit: async (revision, write) => {
      const state = known?.revision === revision ? known : null;
      const items = await itemsOfWrite(home, revision + 1, write, bodies);
      const header = await headerAction(table, home, revision, write, state, bodies);
      const chunks = chunksOf(items).map((chunk) => chunk.map((item) => actionOf(table, item)));
      const check = headerCheck(table, home, revision);
      for (const [index, actions] of chunks.entries()) {
        const first = index === chunks.length - 1 ? header : check;
        if (!(await isWritten(client, [first, ...actions]))) {
          known = null;
          // Those that judge at a time would go on meeting.
          await setTimeout(Math.random() * 100);
          return "stale";
        }
      }
      known = state === null ? null : writeStored(state, write);
      return "saved";
    },
  };
}

async function readRevision(
  client: DynamoDBDocumentClient,
  TableName: string,
  home: Home,
): Promise<number> {
  const Key = { scope: scopeOf(home), item: headerName };
  const { Item } = await client.send(
    new GetCommand({
      TableName,
      Key,
      ConsistentRead: true,
      ProjectionExpression: "#version",
      ExpressionAttributeNames: { "#version": "version" },
    }),
  );
  return Number(Item?.["version"] ?? 0);
}

async function queryAll(
  client: DynamoDBDocumentClient,
  TableName: string,
  scope: string,
): Promise<readonly StateItem[]> {
  const pages = await readPages(
    (token) =>
      client.send(
        new QueryCommand({
          TableName,
          ConsistentRead: true,
          KeyConditionExpression: "#scope = :scope",
          ExpressionAttributeNames: { "#scope": "scope" },
          ExpressionAttributeValues: { ":scope": scope },
          ...(token === undefined ? {} : { ExclusiveStartKey: JSON.parse(token) }),
        }),
      ),
    ({ LastEvaluatedKey }) => LastEvaluatedKey && JSON.stringify(LastEvaluatedKey),
  );
  return pages.flatMap(({ Items = [] }) => Items as StateItem[]);
}

/** The first chunks write what was read, which tells nothing before the last one counts the revision on. */
function chunksOf(items: readonly ItemWrite[]): readonly (readonly ItemWrite[])[] {
  const chunks: ItemWrite[][] = [[]];
  let bytes = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const last = chunks.at(-1) ?? [];
    if (last.length < mostActions && bytes + size <= mostBytes) {
      last.push(item);
      bytes += size;
    } else {
      chunks.push([item]);
      bytes = size;
    }
  }
  return chunks;
}

function sizeOf(write: ItemWrite): number {
  if (!("put" in write)) return 2048;
  const { body } = write.put;
  return 2048 + (body !== undefined && "gzip" in body ? body.gzip.length : 0);
}

function actionOf(TableName: string, write: ItemWrite): Actions[number] {
  return "put" in write
    ? { Put: { TableName, Item: write.put } }
    : { Delete: { TableName, Key: write.remove } };
}

async function headerAction(
  TableName: string,
  home: Home,
  revision: number,
  write: StateWrite,
  state: StoredState | null,
  bodies: BodyStore,
): Promise<Actions[number]> {
  const scope = scopeOf(home);
  const sets: Record<string, unknown> = { version: revision + 1 };
  if (write.isComplete !== undefined) sets["isComplete"] = write.isComplete;
  if (write.foldedThrough !== undefined) sets["foldedThrough"] = write.foldedThrough;
  if (write.endpoints !== undefined && (state?.endpoints ?? null) === null) {
    sets["hasEndpoints"] = true;
  }
  if (write.account !== undefined) {
    sets["body"] = await bodies.pack(`${scope}/${headerName}`, write.account);
  }
  const names = Object.keys(sets);
  return {
    Update: {
      TableName,
      Key: { scope, item: headerName },
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(", ")}`,
      ConditionExpression: conditionOf(revision),
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(names.map((name) => [`:${name}`, sets[name]])),
        ...loadedValue(revision),
      },
    },
  };
}

function headerCheck(TableName: string, home: Home, revision: number): Actions[number] {
  return {
    ConditionCheck: {
      TableName,
      Key: { scope: scopeOf(home), item: headerName },
      ConditionExpression: conditionOf(revision),
      ExpressionAttributeNames: { "#version": "version" },
      ...(revision === 0 ? {} : { ExpressionAttributeValues: loadedValue(revision) }),
    },
  };
}

function conditionOf(revision: number): string {
  return revision === 0 ? "attribute_not_exists(#version)" : "#version = :loaded";
}

function loadedValue(revision: number): Record<string, unknown> {
  return revision === 0 ? {} : { ":loaded": revision };
}

const meanwhile = new Set(["ConditionalCheckFailed", "TransactionConflict"]);

/** False: somebody else committed meanwhile. */
async function isWritten(client: DynamoDBDocumentClient, actions: Actions): Promise<boolean> {
  try {
    await client.send(new TransactWriteCommand({ TransactItems: actions }));
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = error.CancellationReasons ?? [];
    if (reasons.some(({ Code }) => Code !== undefined && meanwhile.has(Code))) return false;
    throw error;
  }
}
