import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
} from "@aws-sdk/lib-dynamodb";
import type { Finding } from "../../guardrail/finding/finding.ts";
import type { Clock, StateStore, StoredState } from "../../guardrail/ports.ts";
import type { Home } from "../../guardrail/state/home.ts";
import { nothingStored, writeStored } from "../../guardrail/state/projection-write.ts";
import { readPages } from "../read/read-pages.ts";
import { systemClock } from "../system-clock.ts";
import type { BodyStore } from "./body-store.ts";
import { canFollow, readCommits } from "./commit-log.ts";
import { makeFindingOf } from "./kept-findings.ts";
import { stateOfItems } from "./read-state.ts";
import {
  findingsScopeOf,
  headerName,
  itemsOfWrite,
  namesOf,
  type StateItem,
  scopeOf,
} from "./state-items.ts";
import { itemsSince, stateSince } from "./state-since.ts";
import { makeTurn } from "./turn.ts";
import { writeCommit } from "./write-commit.ts";

/** Who was stale so often in a row asks for a turn. */
const patience = 2;

/**
 * Keeps recorded state in one DynamoDB table. Every commit counts the header's revision on, on the
 * condition that nobody else did, and writes into a log what it touched: who committed on an older
 * revision is stale only where the two may matter to one another, and who loads reads what moved.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/BestPractices_ImplementingVersionControl.html
 */
export function makeDynamoStore(
  client: DynamoDBDocumentClient,
  table: string,
  home: Home,
  bodies: BodyStore,
  clock: Clock = systemClock,
): StateStore {
  /** As it was last read or written: a warm function reads what moved since. */
  let known: StoredState | null = null;
  const turn = makeTurn(client, table, home, clock);
  /** How often in a row somebody was stale, before the commit or at it. */
  let stale = 0;
  const loadWhole = async (revision: number): Promise<StoredState> => {
    const items = await queryAll(client, table, scopeOf(home));
    return { ...(await stateOfItems(items, bodies)), revision };
  };
  const loadSince = async (state: StoredState, revision: number): Promise<StoredState> => {
    const commits = await readCommits(client, table, home, state.revision);
    const last = commits.at(-1)?.revision ?? state.revision;
    const names = last < revision ? null : itemsSince(state, commits);
    if (names === null) return loadWhole(revision);
    const items = await readItems(client, table, home, [headerName, ...names]);
    return { ...(await stateSince(state, names, items, bodies)), revision: last };
  };
  return {
    load: async () => {
      if (stale >= patience) await turn.take();
      // What was committed while items were read may be in them in part: it is read again, until nothing was.
      for (let state = known; ; ) {
        const revision = await readRevision(client, table, home);
        if (state?.revision === revision) {
          known = state;
          return state;
        }
        if (revision === 0) return nothingStored;
        state = await (state === null || state.revision > revision
          ? loadWhole(revision)
          : loadSince(state, revision));
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
    isStale: async (revision, within) => {
      if ((await readRevision(client, table, home)) === revision) return false;
      const commits = await readCommits(client, table, home, revision);
      if (canFollow(within ?? null, revision, commits)) return false;
      stale += 1;
      return true;
    },
    commit: async (revision, write, within) => {
      const state = known?.revision === revision ? known : null;
      const items = await itemsOfWrite(home, write, bodies);
      const told = { within: within ?? null, items: namesOf(items, scopeOf(home)) };
      const prepared = { home, write, items, told, state };
      const base = await writeCommit({ client, table, bodies, clock, turn }, prepared, revision);
      stale = base === null ? stale + 1 : 0;
      if (base === null) return "stale";
      // Another base: what others committed is not in memory.
      if (base === revision) known = state === null ? null : writeStored(state, write);
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

/** Those that are there, in no certain order. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
async function readItems(
  client: DynamoDBDocumentClient,
  table: string,
  home: Home,
  names: readonly string[],
): Promise<readonly StateItem[]> {
  const items: StateItem[] = [];
  let Keys: Record<string, unknown>[] | undefined = names.map((item) => ({
    scope: scopeOf(home),
    item,
  }));
  while (Keys !== undefined && Keys.length > 0) {
    const { Responses, UnprocessedKeys }: BatchGetCommandOutput = await client.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
    );
    items.push(...((Responses?.[table] ?? []) as StateItem[]));
    Keys = UnprocessedKeys?.[table]?.Keys;
  }
  return items;
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
