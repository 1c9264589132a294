import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unwrapEvents } from "../../../../src/cloudtrail/unwrap/unwrap-events.ts";
import { kmsRecord } from "../sample-record.ts";

const record = kmsRecord("TagResource");
const other = kmsRecord("UntagResource", { eventID: "0b00f4b0-036e-411d-aa75-87eb4a35a4b3" });

const envelope = (detail: unknown, detailType = "AWS API Call via CloudTrail") => ({
  version: "0",
  id: "b03f6e6c-1a74-4f69-e219-84e2498d7f20",
  "detail-type": detailType,
  source: "aws.kms",
  account: "111122223333",
  time: "2026-11-21T09:00:00Z",
  region: "us-west-2",
  resources: [],
  detail,
});
const logFile = (...records: unknown[]) => ({ Records: records });
const lookup = (...records: unknown[]) => ({
  Events: records.map((event) => ({
    EventId: "5d529779-2d27-42b5-92da-91aaea1fc4b5",
    EventName: "TagResource",
    EventTime: 1795251600,
    EventSource: "kms.amazonaws.com",
    CloudTrailEvent: JSON.stringify(event),
  })),
});
const snsLambda = (message: unknown) => ({
  Records: [
    {
      EventSource: "aws:sns",
      EventVersion: "1.0",
      Sns: { Type: "Notification", MessageId: "m", Message: JSON.stringify(message) },
    },
  ],
});
const snsHttp = (message: unknown) => ({
  Type: "Notification",
  MessageId: "165545c9-2a5c-472c-8df2-7ff2be2b3b1b",
  TopicArn: "arn:aws:sns:us-west-2:111122223333:kms",
  Message: JSON.stringify(message),
});
const sqsLambda = (...bodies: unknown[]) => ({
  Records: bodies.map((body) => ({
    messageId: "059f36b4-87a3-44ab-83d2-661975830a7d",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-west-2:111122223333:kms",
    awsRegion: "us-west-2",
    body: JSON.stringify(body),
  })),
});
const receiveMessage = (...bodies: unknown[]) => ({
  Messages: bodies.map((body) => ({ MessageId: "m", Body: JSON.stringify(body) })),
});
const failureDestination = (requestPayload: unknown) => ({
  version: "1.0",
  timestamp: "2026-11-21T09:00:00.000Z",
  requestContext: { requestId: "e4b46cbf", condition: "RetriesExhausted" },
  requestPayload,
  responsePayload: { errorMessage: "failed" },
});

describe("a record is taken out of", () => {
  it.each<[wrapping: string, json: unknown, records: unknown[]]>([
    ["nothing", record, [record]],
    ["an array", [record, other], [record, other]],
    ["an EventBridge envelope", envelope(record), [record]],
    ["an EventBridge envelope whose detail is text", envelope(JSON.stringify(record)), [record]],
    [
      "the envelope of a service event",
      envelope(record, "AWS Service Event via CloudTrail"),
      [record],
    ],
    ["a log file", logFile(record, other), [record, other]],
    ["lookup-events output", lookup(record, other), [record, other]],
    ["one looked-up event", lookup(record).Events[0], [record]],
    ["an SNS event for Lambda", snsLambda(record), [record]],
    ["an SNS notification over HTTP", snsHttp(record), [record]],
    ["an SQS event for Lambda", sqsLambda(record, other), [record, other]],
    ["ReceiveMessage output", receiveMessage(record, other), [record, other]],
    ["a Lambda failure destination", failureDestination(envelope(record)), [record]],
    [
      "a failure destination on an event bus",
      envelope(failureDestination(envelope(record)), "Lambda Function Invocation Result - Failure"),
      [record],
    ],
    ["EventBridge through SNS through SQS", sqsLambda(snsHttp(envelope(record))), [record]],
    ["a dead letter that ReceiveMessage read", receiveMessage(envelope(record)), [record]],
    [
      "a failure destination's queue",
      sqsLambda(failureDestination(snsLambda(envelope(record)))),
      [record],
    ],
    ["Records of log files", logFile(logFile(record), logFile(other)), [record, other]],
    ["an array of all kinds", [envelope(record), logFile(other)], [record, other]],
    ["a body that is JSON already", { Records: [{ body: envelope(record) }] }, [record]],
    ["an empty log file", logFile(), []],
  ])("%s", (_, json, records) => {
    expect(unwrapEvents(json)).toMatchObject({ records, problems: [] });
  });
});

it("keeps the envelope of an event that is no CloudTrail record", () => {
  const native = envelope({ "key-id": "1234abcd" }, "KMS CMK Deletion");
  expect(unwrapEvents([native])).toMatchObject({ records: [native], problems: [] });
});

it("counts any other object as a record, to be judged later", () => {
  expect(unwrapEvents({ hello: "world" }).records).toEqual([{ hello: "world" }]);
});

describe("names what it cannot open, and opens the rest", () => {
  it.each<[json: unknown, path: string, message: string]>([
    [42, "", "not a JSON object"],
    [[record, null], "[1]", "not a JSON object"],
    [logFile(record, "x"), "Records[1]", "not a JSON object"],
    [{ Records: [record, { body: "not JSON" }] }, "Records[1].body", "text is no JSON"],
    [
      [record, { Records: [{ Sns: { Message: "{" } }] }],
      "[1].Records[0].Sns.Message",
      "text is no JSON",
    ],
    [{ Events: [record, { CloudTrailEvent: "" }] }, "Events[1].CloudTrailEvent", "text is no JSON"],
    [[record, envelope("{")], "[1].detail", "text is no JSON"],
  ])("%j", (json, path, message) => {
    const { records, problems } = unwrapEvents(json);
    expect(problems).toEqual([{ path, message }]);
    expect(records).toEqual(json === 42 ? [] : [record]);
  });
});

it("stops at a bounded depth", () => {
  const nested = (depth: number): unknown => (depth === 0 ? record : [nested(depth - 1)]);
  expect(unwrapEvents(nested(16)).records).toEqual([record]);
  expect(unwrapEvents(nested(17)).problems[0]?.message).toBe("nested deeper than 16 wrappers");
  const abyss = JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`) as unknown;
  expect(unwrapEvents(abyss).problems).toHaveLength(1);
});

it("never throws", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      const { records, problems } = unwrapEvents(json);
      expect(records.length + problems.length).toBeGreaterThanOrEqual(Array.isArray(json) ? 0 : 1);
    }),
  );
});
