import { describe, expect, it } from "vitest";
import {
  afterFlip,
  type CanaryRecord,
  isEventOf,
  lookForFlip,
  newCanary,
} from "../../../../src/guardrail/watch/canary.ts";

const arn = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const flip = { value: "v1", requestId: "r1", flippedAt: "2026-11-22T10:00:00.000Z" };
const awaiting = afterFlip(newCanary, flip);
const at = (time: string) => new Date(`2026-11-22T${time}Z`);
const tagged = (value: string, requestID = "other") => ({
  eventName: "TagResource",
  requestID,
  requestParameters: { keyId: arn, tags: [{ tagKey: "t", tagValue: value }] },
});

describe("the event of a flip", () => {
  it.each([
    ["has its value", tagged("v1"), true],
    [
      "has its request id, where parameters are left out",
      { ...tagged("", "r1"), requestParameters: null },
      true,
    ],
    ["is wrapped by EventBridge", { detail: tagged("v1") }, true],
    ["has another value and request id", tagged("v0"), false],
    ["is another call", { ...tagged("v1", "r1"), eventName: "UntagResource" }, false],
    ["is no object", "TagResource", false],
  ])("%s", (_, record, expected) => {
    expect(isEventOf(flip, record)).toBe(expected);
  });

  it("is not any event where KMS gave no request id", () => {
    const unnamed = { ...flip, requestId: null };
    expect(isEventOf(unnamed, { eventName: "TagResource", requestID: null })).toBe(false);
  });
});

describe("a look for the flip", () => {
  it("finds none awaited at first, and a flip due", () => {
    const look = lookForFlip(newCanary, [], arn, at("10:00:00"));
    expect(look).toMatchObject({ outcome: "idle", isDue: true, finding: null });
  });

  it("tells how long its event took at most", () => {
    const look = lookForFlip(awaiting, [tagged("v0"), tagged("v1")], arn, at("10:05:00"));
    expect(look).toMatchObject({ outcome: "arrived", seconds: 300, isDue: false, finding: null });
    expect(look.record).toMatchObject({
      awaited: null,
      arrived: { flippedAt: flip.flippedAt, seconds: 300 },
    });
  });

  it("waits for fifteen minutes, then tells it as blind", () => {
    expect(lookForFlip(awaiting, [], arn, at("10:14:59"))).toMatchObject({
      ...{ outcome: "waiting", finding: null, isDue: false, record: awaiting },
    });
    expect(lookForFlip(awaiting, [], arn, at("10:15:00"))).toMatchObject({
      outcome: "missed",
      isDue: true,
      record: { awaited: null, missedSince: flip.flippedAt },
      finding: { kind: "blind", severity: "critical", resource: { arn }, event: null },
    });
  });

  it("tells once until one comes back, under one id however often", () => {
    const missed = lookForFlip(awaiting, [], arn, at("10:15:00"));
    const again = lookForFlip(awaiting, [], arn, at("10:20:00"));
    expect(again.finding?.findingId).toBe(missed.finding?.findingId);
    const second = { value: "v2", requestId: "r2", flippedAt: "2026-11-22T10:15:00.000Z" };
    const next: CanaryRecord = afterFlip(missed.record, second);
    expect(lookForFlip(next, [], arn, at("10:30:00"))).toMatchObject({
      outcome: "missed",
      finding: null,
      record: { missedSince: flip.flippedAt },
    });
    const back = lookForFlip(next, [tagged("v2")], arn, at("10:20:00"));
    expect(back.record.missedSince).toBeNull();
    const third = { ...second, value: "v3" };
    expect(
      lookForFlip(afterFlip(back.record, third), [], arn, at("10:40:00")).finding?.findingId,
    ).not.toBe(missed.finding?.findingId);
  });
});
