import type { Context, SQSEvent } from "aws-lambda";
import { describe, expect, it, vi } from "vitest";
import { makeQueueHandler, onFirstBatch } from "../../../../src/aws/alerts/queue-handler.ts";
import { readFindingMessage } from "../../../../src/aws/alerts/read-finding-message.ts";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import { findingWith } from "../finding-fixture.ts";
import { makeQuietTelemetry } from "../quiet-telemetry.ts";

const context = { functionName: "slack", awsRequestId: "r1" } as Context;
const batchOf = (...bodies: readonly string[]) =>
  ({
    Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })),
  }) as unknown as SQSEvent;
const wrapped = (finding: Finding) =>
  JSON.stringify({ Type: "Notification", Message: JSON.stringify(finding) });

describe("a function that a queue of findings invokes", () => {
  it("delivers each, as SNS wraps it or as it is, and gives back those that failed", async () => {
    const findings = ["f1", "f2", "f3"].map((findingId) => ({ ...findingWith(), findingId }));
    const delivered: string[] = [];
    const deliver = async ({ findingId }: Finding) => {
      if (findingId === "f2") throw new Error("broken down");
      delivered.push(findingId);
    };
    const [first, second, third] = findings as [Finding, Finding, Finding];
    const answer = await makeQueueHandler(deliver, makeQuietTelemetry())(
      batchOf(wrapped(first), JSON.stringify(second), JSON.stringify(third), "{}"),
      context,
    );
    expect(delivered).toEqual(["f1", "f3"]);
    expect(answer).toEqual({
      batchItemFailures: [{ itemIdentifier: "m1" }, { itemIdentifier: "m3" }],
    });
  });

  it("gives back all when all failed", async () => {
    const deliver = async () => Promise.reject(new Error("broken down"));
    const answer = await makeQueueHandler(deliver, makeQuietTelemetry())(
      batchOf(wrapped(findingWith())),
      context,
    );
    expect(answer.batchItemFailures).toHaveLength(1);
  });

  it("is made with its first batch, once", async () => {
    const made = vi.fn(() => async () => ({ batchItemFailures: [] }));
    const handler = onFirstBatch(made);
    expect(made).not.toHaveBeenCalled();
    await handler(batchOf(), context);
    await handler(batchOf(), context);
    expect(made).toHaveBeenCalledTimes(1);
  });
});

describe("the message of a queue", () => {
  it.each([
    "",
    "null",
    "[]",
    "{}",
    '{"schemaVersion":2,"findingId":"f"}',
    '{"Type":"Notification","Message":"no"}',
  ])("is refused where it is no finding: %s", (body) => {
    expect(() => readFindingMessage(body)).toThrow(
      expect.objectContaining({ code: "E_FINDING_MESSAGE" }),
    );
  });
});
