import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";
import type { Clock } from "../../guardrail/ports.ts";
import type { Home } from "../../guardrail/state/home.ts";
import { scopeOf } from "./state-items.ts";

/** Whoever takes a turn and dies keeps the others waiting for so long. */
const turnMs = 3_000;
const longestWaitMs = 6_000;
const longestPauseMs = 80;

/**
 * Who was stale again and again takes a turn: until its commit, or until some seconds are over, nobody
 * else commits. It keeps those that depend on the whole account from being overtaken for ever by those
 * that do not. What a commit depends on is checked all the same.
 */
export interface Turn {
  /** Waits until it is one's own, for some seconds at most. */
  readonly take: () => Promise<void>;
  /** Waits until it is nobody else's, for some seconds at most. */
  readonly pass: () => Promise<void>;
  /** What a transaction has besides, so that it is not made in somebody else's turn, and ends one's own. */
  readonly action: () => NonNullable<TransactWriteCommandInput["TransactItems"]>[number];
}

export function makeTurn(
  client: DynamoDBDocumentClient,
  TableName: string,
  home: Home,
  clock: Clock,
): Turn {
  const me = randomUUID();
  const Key = { scope: `${scopeOf(home)}/turn`, item: "TURN" };
  const nowMs = () => clock.now().getTime();
  const free = () => ({
    ConditionExpression: "attribute_not_exists(#holder) OR #holder = :me OR #until < :now",
    ExpressionAttributeNames: { "#holder": "holder", "#until": "until" },
    ExpressionAttributeValues: { ":me": me, ":now": nowMs() },
  });
  const isFree = async (): Promise<boolean> => {
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item === undefined || Item["holder"] === me || Number(Item["until"]) < nowMs();
  };
  const isTaken = async (): Promise<boolean> => {
    const Item = { ...Key, holder: me, until: nowMs() + turnMs };
    try {
      await client.send(new PutCommand({ TableName, Item, ...free() }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  return {
    take: () => untilTrue(isTaken),
    pass: () => untilTrue(isFree),
    // One that is over is nobody's.
    action: () => ({ Delete: { TableName, Key, ...free() } }),
  };
}

/** Asks until it is so, for some seconds at most: then it goes on without. */
async function untilTrue(ask: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + longestWaitMs;
  while (!(await ask()) && performance.now() < end) {
    await setTimeout(Math.random() * longestPauseMs);
  }
}
