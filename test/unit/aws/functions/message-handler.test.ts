import type { Context, SQSEvent } from "aws-lambda";
import { describe, expect, it, vi } from "vitest";
import { makeMessageHandler } from "../../../../src/aws/functions/message-handler.ts";
import { makeQuietTelemetry } from "../quiet-telemetry.ts";

const context = { functionName: "confirm", awsRequestId: "r1" } as Context;
const eventOf = (...bodies: readonly string[]) =>
  ({
    Records: bodies.map((body, index) => ({ messageId: `m${index + 1}`, body })),
  }) as unknown as SQSEvent;

/** A handler of numbers, which fails with those below zero; what it handled, and its telemetry. */
function makeNumbers() {
  const handled: number[] = [];
  const telemetry = makeQuietTelemetry();
  const errors = vi.spyOn(telemetry.logger, "error").mockImplementation(() => undefined);
  const counts = vi.spyOn(telemetry.metrics, "addMetric").mockReturnValue(telemetry.metrics);
  const handler = makeMessageHandler(
    (text) => {
      const number = Number(text);
      if (Number.isNaN(number)) throw new TypeError("no number");
      return number;
    },
    async (number) => {
      if (number < 0) throw new RangeError("below zero");
      handled.push(number);
      return { outcome: "handled", findings: Array<string>(number).fill("f") };
    },
    telemetry,
  );
  return {
    handled,
    run: (...bodies: readonly string[]) => handler(eventOf(...bodies), context),
    logged: () => errors.mock.calls.map(([, fields]) => fields),
    counted: () => counts.mock.calls.map(([name, , count]) => [name, count]),
  };
}

const failed = (...ids: readonly string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

describe("a handler of a queue's messages", () => {
  it("handles each in its order, and counts the findings", async () => {
    const { run, handled, counted } = makeNumbers();
    expect(await run("2", "0", "1")).toEqual(failed());
    expect(handled).toEqual([2, 0, 1]);
    expect(counted()).toEqual([
      ["FindingsPublished", 2],
      ["FindingsPublished", 0],
      ["FindingsPublished", 1],
    ]);
  });

  it("gives back those alone that failed or were no message, and tells why", async () => {
    const { run, handled, logged } = makeNumbers();
    expect(await run("1", "-1", "x", "3")).toEqual(failed("m2", "m3"));
    expect(handled).toEqual([1, 3]);
    expect(logged()).toMatchObject([
      { messageId: "m2", error: { name: "RangeError" } },
      { messageId: "m3", error: { name: "TypeError" } },
    ]);
  });

  it("gives back all of them rather than fail", async () => {
    const { run } = makeNumbers();
    expect(await run("-1", "-2")).toEqual(failed("m1", "m2"));
  });
});
