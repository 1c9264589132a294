import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { mayConflict } from "../../guardrail/state/event-reach.ts";
import type { Home } from "../../guardrail/state/home.ts";
import { readPages } from "../read/read-pages.ts";
import { scopeOf } from "./state-items.ts";

/** What a commit did to the state, for whoever loaded it before. */
export interface CommitEntry {
  /** The revision that the commit made. */
  readonly revision: number;
  /** The keys outside of which it depends on nothing and changes nothing; null: it may touch everything. */
  readonly within: readonly string[] | null;
  /** The items of the state that it put or removed; null: more than an entry names. */
  readonly items: readonly string[] | null;
}

/** Nobody who loaded the state so long ago commits on it any more, or has it in memory. */
const secondsKept = 24 * 60 * 60;
/** An item holds 400 KB; a name is an ARN and a prefix. */
const mostNamed = 500;

/** The item of an entry. It goes by itself. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html */
export function entryItem(
  home: Home,
  { revision, within, items }: CommitEntry,
  now: Date,
): Readonly<Record<string, unknown>> {
  return {
    scope: commitScopeOf(home),
    item: entryName(revision),
    version: revision,
    expiresAt: Math.floor(now.getTime() / 1000) + secondsKept,
    ...(within === null ? {} : { within }),
    ...(items === null || items.length > mostNamed ? {} : { items }),
  };
}

/**
 * The commits after a revision, in their order. Where the first of them is gone already there is a gap:
 * those before it are not told.
 */
export async function readCommits(
  client: DynamoDBDocumentClient,
  TableName: string,
  home: Home,
  after: number,
): Promise<readonly CommitEntry[]> {
  const pages = await readPages(
    (item) =>
      client.send(
        new QueryCommand({
          TableName,
          ConsistentRead: true,
          KeyConditionExpression: "#scope = :scope AND #item BETWEEN :from AND :to",
          ExpressionAttributeNames: { "#scope": "scope", "#item": "item" },
          ExpressionAttributeValues: {
            ":scope": commitScopeOf(home),
            ":from": entryName(after + 1),
            ":to": "~",
          },
          ...(item === undefined
            ? {}
            : { ExclusiveStartKey: { scope: commitScopeOf(home), item } }),
        }),
      ),
    (page) => page.LastEvaluatedKey?.["item"],
  );
  return pages
    .flatMap((page) => page.Items ?? [])
    .map(({ version, within, items }) => ({
      revision: Number(version),
      within: (within as readonly string[] | undefined) ?? null,
      items: (items as readonly string[] | undefined) ?? null,
    }));
}

/** Whether a commit within these keys, made on a revision, may follow the commits after that one. */
export function canFollow(
  within: CommitEntry["within"],
  revision: number,
  others: readonly CommitEntry[],
): boolean {
  const [first] = others;
  if (first !== undefined && first.revision !== revision + 1) return false;
  return !others.some((other) => mayConflict(within, other.within));
}

function commitScopeOf(home: Home): string {
  return `${scopeOf(home)}/commits`;
}

/** In the order of revisions. */
function entryName(revision: number): string {
  return String(revision).padStart(12, "0");
}
