import { setTimeout } from "node:timers/promises";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";
import type { Clock, StateWrite, StoredState } from "../../guardrail/ports.ts";
import type { Home } from "../../guardrail/state/home.ts";
import type { BodyStore } from "./body-store.ts";
import { type CommitEntry, canFollow, entryItem, readCommits } from "./commit-log.ts";
import { headerName, type ItemWrite, scopeOf } from "./state-items.ts";
import type { Turn } from "./turn.ts";

type Actions = NonNullable<TransactWriteCommandInput["TransactItems"]>;

/** A transaction writes 100 items at most: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const mostActions = 97;
/** And 4 MB, of which bodies are the most. */
const mostBytes = 3_000_000;

/** What a commit writes, whichever revision it makes. */
export interface PreparedCommit {
  readonly home: Home;
  readonly write: StateWrite;
  readonly items: readonly ItemWrite[];
  /** What the log tells of it. */
  readonly told: Pick<CommitEntry, "within" | "items">;
  /** The state that it was made on, where it is in memory. */
  readonly state: StoredState | null;
}

export interface CommitPorts {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly bodies: BodyStore;
  readonly clock: Clock;
  readonly turn: Turn;
}

/** How often a commit is tried that meets others which do not matter to it. */
const mostTries = 50;
const mostPauseMs = 50;

/**
 * Writes a commit that was made on a revision, on that one or on a later one if nothing that was committed
 * between them may matter to it. Tells the revision that it followed; null: it is stale.
 */
export async function writeCommit(
  ports: CommitPorts,
  prepared: PreparedCommit,
  revision: number,
): Promise<number | null> {
  let base = revision;
  for (let attempt = 1; attempt <= mostTries; attempt++) {
    if (await isWrittenAfter(ports, prepared, base)) return base;
    // Those that commit at a time would go on meeting.
    await setTimeout(Math.random() * mostPauseMs);
    await ports.turn.pass();
    const others = await readCommits(ports.client, ports.table, prepared.home, revision);
    if (!canFollow(prepared.told.within, revision, others)) return null;
    base = others.at(-1)?.revision ?? revision;
  }
  return null;
}

/** Makes the revision after `base`, all of it or nothing that anybody sees; false: somebody else made that one. */
async function isWrittenAfter(
  { client, table, bodies, clock, turn }: CommitPorts,
  { home, write, items, told, state }: PreparedCommit,
  base: number,
): Promise<boolean> {
  const header = await headerAction(table, home, base, write, state, bodies);
  const entry = entryItem(home, { revision: base + 1, ...told }, clock.now());
  const chunks = chunksOf(items).map((chunk) =>
    chunk.map((item) => actionOf(table, item, base + 1)),
  );
  const last = chunks.pop() ?? [];
  for (const actions of chunks) {
    if (!(await isWritten(client, [headerCheck(table, home, base), ...actions]))) return false;
  }
  const log = { Put: { TableName: table, Item: entry } };
  return isWritten(client, [header, log, turn.action(), ...last]);
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

function actionOf(TableName: string, write: ItemWrite, version: number): Actions[number] {
  return "put" in write
    ? { Put: { TableName, Item: { ...write.put, version } } }
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
