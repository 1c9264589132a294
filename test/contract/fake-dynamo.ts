import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import {
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { mockClient } from "aws-sdk-client-mock";

const region = "us-west-2";
const pageSize = 3;

type Item = Record<string, unknown>;
type Action = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** A table and a bucket in memory, behind the SDK's clients: small pages, transactions, conditions, limits. */
export interface FakeTable {
  readonly client: DynamoDBDocumentClient;
  readonly s3: S3Client;
  readonly items: Map<string, Item>;
  readonly objects: Map<string, Uint8Array>;
  /** What was asked, by the names of commands. */
  readonly calls: () => readonly string[];
}

export function makeFakeTable(): FakeTable {
  const items = new Map<string, Item>();
  const objects = new Map<string, Uint8Array>();
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region }));
  const documents = mockClient(client);
  documents
    .on(GetCommand)
    .callsFake(({ Key }: { readonly Key: Item }) => ({ Item: copy(items.get(nameOf(Key))) }))
    .on(BatchGetCommand)
    .callsFake(({ RequestItems }: BatchGetCommandInput) => batchGet(items, RequestItems))
    .on(QueryCommand)
    .callsFake((input) => query(items, input))
    .on(PutCommand)
    .callsFake((input: PutCommandInput) => putInTurn(items, input))
    .on(TransactWriteCommand)
    .callsFake(({ TransactItems = [] }: TransactWriteCommandInput) => {
      transact(items, TransactItems);
      return {};
    });
  return {
    client,
    s3: fakeS3(objects),
    items,
    objects,
    calls: () => documents.calls().map(({ args: [command] }) => command.constructor.name),
  };
}

const nameOf = ({ scope, item }: Item): string => `${scope}|${item}`;

/** What was written is not what is read later. */
function copy<T>(value: T): T {
  return structuredClone(value);
}

/** Some come only when they are asked for again. */
function batchGet(items: ReadonlyMap<string, Item>, asked: BatchGetCommandInput["RequestItems"]) {
  const [[table, { Keys = [] }] = ["", {}]] = Object.entries(asked ?? {});
  if (Keys.length > 100) throw new Error("more than 100 keys");
  const found = Keys.slice(0, pageSize).flatMap((key) => copy(items.get(nameOf(key))) ?? []);
  const left = Keys.slice(pageSize);
  return {
    Responses: { [table]: found.reverse() },
    UnprocessedKeys: left.length === 0 ? {} : { [table]: { Keys: left } },
  };
}

function query(
  items: ReadonlyMap<string, Item>,
  input: {
    readonly ExpressionAttributeValues: {
      readonly ":scope": string;
      readonly ":from"?: string;
      readonly ":to"?: string;
    };
    readonly ExclusiveStartKey?: Item;
  },
): object {
  const { ":scope": scope, ":from": from = "", ":to": to } = input.ExpressionAttributeValues;
  const start = input.ExclusiveStartKey === undefined ? "" : nameOf(input.ExclusiveStartKey);
  const found = [...items]
    .filter(([name, item]) => item["scope"] === scope && name > start)
    .filter(([, { item }]) => String(item) >= from && (to === undefined || String(item) <= to))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => copy(item));
  const page = found.slice(0, pageSize);
  const last = page.at(-1);
  return {
    Items: page,
    ...(found.length > pageSize && last !== undefined
      ? { LastEvaluatedKey: { scope: last["scope"], item: last["item"] } }
      : {}),
  };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
function transact(items: Map<string, Item>, actions: readonly Action[]): void {
  if (actions.length > 100) throw new Error("more than 100 actions");
  const reasons = actions.map((action) => ({
    Code: mayBeMade(items, action) ? "None" : "ConditionalCheckFailed",
  }));
  if (reasons.some(({ Code }) => Code !== "None")) {
    throw new TransactionCanceledException({
      message: "cancelled",
      $metadata: {},
      CancellationReasons: reasons,
    });
  }
  for (const { Put, Delete, Update } of actions) {
    if (Put?.Item !== undefined) items.set(nameOf(Put.Item), checked(copy(Put.Item)));
    if (Delete?.Key !== undefined) items.delete(nameOf(Delete.Key));
    if (Update?.Key !== undefined) {
      const names = Update.ExpressionAttributeNames ?? {};
      const values = Update.ExpressionAttributeValues ?? {};
      const set = [...(Update.UpdateExpression ?? "").matchAll(/(#\w+) = (:\w+)/g)];
      const changed = set.map(([, name = "", value = ""]) => [names[name], values[value]] as const);
      const old = items.get(nameOf(Update.Key)) ?? Update.Key;
      items.set(nameOf(Update.Key), checked({ ...old, ...Object.fromEntries(changed) }));
    }
  }
}

function mayBeMade(
  items: ReadonlyMap<string, Item>,
  { Update, ConditionCheck, Put, Delete }: Action,
): boolean {
  if (Delete?.ConditionExpression === turnCondition) return isFree(items, Delete);
  if (Put?.ConditionExpression !== undefined) {
    if (Put.ConditionExpression !== "attribute_not_exists(#item)") throw new Error("condition");
    return !items.has(nameOf(Put.Item ?? {}));
  }
  const test = Update ?? ConditionCheck;
  return test === undefined || holds(items, test);
}

const turnCondition = "attribute_not_exists(#holder) OR #holder = :me OR #until < :now";

function isFree(
  items: ReadonlyMap<string, Item>,
  test: {
    readonly Key?: Item | undefined;
    readonly ExpressionAttributeValues?: Item | undefined;
  },
): boolean {
  const item = items.get(nameOf(test.Key ?? {}));
  const values = test.ExpressionAttributeValues;
  return (
    item === undefined ||
    item["holder"] === values?.[":me"] ||
    Number(item["until"]) < Number(values?.[":now"])
  );
}

function putInTurn(items: Map<string, Item>, input: PutCommandInput): object {
  if (input.ConditionExpression !== turnCondition) throw new Error("condition");
  const { Item = {} } = input;
  if (!isFree(items, { Key: Item, ExpressionAttributeValues: input.ExpressionAttributeValues })) {
    throw new ConditionalCheckFailedException({ message: "failed", $metadata: {} });
  }
  items.set(nameOf(Item), copy(Item));
  return {};
}

function holds(
  items: ReadonlyMap<string, Item>,
  test: NonNullable<Action["Update"] | Action["ConditionCheck"]>,
): boolean {
  const item = items.get(nameOf(test.Key ?? {}));
  if (test.ConditionExpression === "attribute_not_exists(#version)") return item === undefined;
  return item?.["version"] === test.ExpressionAttributeValues?.[":loaded"];
}

function checked(item: Item): Item {
  const body = item["body"] as { readonly gzip?: Uint8Array } | undefined;
  if ((body?.gzip?.length ?? 0) > 400_000) throw new Error("ValidationException: item size");
  return item;
}

function fakeS3(objects: Map<string, Uint8Array>): S3Client {
  const client = new S3Client({ region });
  mockClient(client)
    .on(PutObjectCommand)
    .callsFake(({ Key, Body, IfNoneMatch }) => {
      if (IfNoneMatch === "*" && objects.has(Key)) {
        throw new S3ServiceException({
          name: "PreconditionFailed",
          $fault: "client",
          $metadata: { httpStatusCode: 412 },
        });
      }
      objects.set(Key, Body);
      return {};
    })
    .on(GetObjectCommand)
    .callsFake(({ Key }) => {
      const bytes = objects.get(Key);
      if (bytes === undefined) throw new NoSuchKey({ message: "no such key", $metadata: {} });
      return { Body: { transformToByteArray: async () => bytes } };
    });
  return client;
}
