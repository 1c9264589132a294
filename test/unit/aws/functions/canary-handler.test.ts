import { gzipSync } from "node:zlib";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient, TagResourceCommand } from "@aws-sdk/client-kms";
import { DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Context } from "aws-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { describe, expect, it } from "vitest";
import { makeHandler } from "../../../../handlers/canary.ts";
import { makeFlip } from "../../../../src/aws/ports/canary-ports.ts";
import { makeRecentEvents } from "../../../../src/aws/store/recent-events.ts";
import { makeMemoryNotifier } from "../../../../src/embedded/memory-notifier.ts";
import { makeMemoryRecords } from "../../../../src/embedded/memory-records.ts";
import { makeQuietTelemetry } from "../quiet-telemetry.ts";

const context = { functionName: "canary", awsRequestId: "r1" } as Context;
const keyArn = "arn:aws:kms:us-west-2:111122223333:key/1";

/** A canary over a journal in memory; each run is so many minutes after ten o'clock. */
function makeCanary() {
  const notifier = makeMemoryNotifier();
  const journal: unknown[] = [];
  const flips: string[] = [];
  let minutes = 0;
  const fault = { isOn: false };
  const handler = makeHandler(
    {
      keyArn,
      records: makeMemoryRecords(),
      notifier,
      clock: { now: () => new Date(Date.UTC(2026, 10, 22, 10, minutes)) },
      eventsSince: async () => journal,
      flip: async (value) => {
        if (fault.isOn) throw new Error("refused");
        flips.push(value);
        return `request-${flips.length}`;
      },
    },
    makeQuietTelemetry(),
  );
  const runAt = (minute: number) => {
    minutes = minute;
    return handler({}, context);
  };
  const arrive = () =>
    journal.push({ eventName: "TagResource", requestID: `request-${flips.length}` });
  return { runAt, arrive, flips, fault, findings: () => notifier.findings() };
}

describe("the canary", () => {
  it("sets the tag every fifteen minutes, each time with another value", async () => {
    const { runAt, arrive, flips } = makeCanary();
    expect(await runAt(0)).toEqual({ outcome: "idle", seconds: null, isFlipped: true });
    expect(await runAt(5)).toEqual({ outcome: "waiting", seconds: null, isFlipped: false });
    arrive();
    expect(await runAt(10)).toEqual({ outcome: "arrived", seconds: 600, isFlipped: false });
    expect(await runAt(15)).toEqual({ outcome: "idle", seconds: null, isFlipped: true });
    expect(new Set(flips).size).toBe(2);
  });

  it("tells once that events do not come, and again after they did", async () => {
    const { runAt, arrive, findings } = makeCanary();
    await runAt(0);
    expect(await runAt(15)).toMatchObject({ outcome: "missed", isFlipped: true });
    expect(await runAt(30)).toMatchObject({ outcome: "missed", isFlipped: true });
    expect(findings()).toHaveLength(1);
    arrive();
    expect(await runAt(35)).toMatchObject({ outcome: "arrived" });
    await runAt(45);
    await runAt(60);
    expect(findings()).toHaveLength(2);
  });

  it("keeps what it told when the tag cannot be set", async () => {
    const { runAt, findings, fault } = makeCanary();
    await runAt(0);
    fault.isOn = true;
    await expect(runAt(15)).rejects.toThrow("refused");
    await expect(runAt(20)).rejects.toThrow("refused");
    expect(findings()).toHaveLength(1);
  });
});

describe("what the canary calls", () => {
  it("sets one tag of its key and gives the id of the call", async () => {
    const client = new KMSClient({ region: "us-west-2" });
    const kms = mockClient(client);
    kms.on(TagResourceCommand).resolves({ $metadata: { requestId: "r1" } });
    expect(await makeFlip(client, keyArn)("v1")).toBe("r1");
    expect(kms.commandCalls(TagResourceCommand)[0]?.args[0].input).toEqual({
      KeyId: keyArn,
      Tags: [{ TagKey: "kms-guardrail-canary", TagValue: "v1" }],
    });
  });

  it("reads the records of events since a time, on every page", async () => {
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: "us-west-2" }));
    const documents = mockClient(client);
    const gzip = (value: unknown) => ({ gzip: gzipSync(JSON.stringify(value)) });
    const last = { scope: "111122223333/us-west-2", item: "EVENT#2" };
    documents
      .on(QueryCommand)
      .resolves({ Items: [{ body: gzip("a") }, { body: { object: "o" } }], LastEvaluatedKey: last })
      .on(QueryCommand, { ExclusiveStartKey: last })
      .resolves({ Items: [{ body: gzip("b") }, {}] });
    const home = { account: "111122223333", region: "us-west-2" };
    expect(await makeRecentEvents(client, "state", home)("2026-11-22T10:00:00Z")).toEqual([
      "a",
      "b",
    ]);
    expect(documents.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      TableName: "state",
      ExpressionAttributeValues: {
        ":scope": "111122223333/us-west-2",
        ":events": "EVENT#",
        ":time": "2026-11-22T10:00:00Z",
      },
    });
  });
});
