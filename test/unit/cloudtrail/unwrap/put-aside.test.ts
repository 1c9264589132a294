import { describe, expect, it } from "vitest";
import { readEventText } from "../../../../src/cloudtrail/unwrap/read-event-text.ts";
import { unwrapEvents } from "../../../../src/cloudtrail/unwrap/unwrap-events.ts";
import { kmsRecord } from "../sample-record.ts";

const record = kmsRecord("TagResource");
const eventId = "5d529779-2d27-42b5-92da-91aaea1fc4b5";
const poison = { ...record, eventID: eventId };
const envelope = {
  "detail-type": "AWS API Call via CloudTrail",
  source: "aws.kms",
  detail: poison,
};
const functionArn =
  "arn:aws:lambda:us-west-2:111122223333:function:kms-guardrail-prod-kms-key:$LATEST";

const attributes = (name: "StringValue" | "stringValue", values: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, { DataType: "String", [name]: value }]),
  );
const ofEventBridge = {
  RULE_ARN: "arn:aws:events:us-west-2:111122223333:rule/kms-guardrail-prod-kms-key",
  TARGET_ARN: functionArn.replace(":$LATEST", ""),
  ERROR_CODE: "NO_PERMISSIONS",
  ERROR_MESSAGE: "User is not authorized to perform lambda:InvokeFunction",
  EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
  RETRY_ATTEMPTS: "185",
};
const toldByEventBridge =
  "NO_PERMISSIONS: User is not authorized to perform lambda:InvokeFunction: MaximumRetryAttempts: 185 retries: `kms-guardrail-prod-kms-key`";
const invocation = {
  version: "1.0",
  timestamp: "2026-11-21T09:00:00.000Z",
  requestContext: {
    requestId: "e4b46cbf",
    functionArn,
    condition: "RetriesExhausted",
    approximateInvokeCount: 3,
  },
  requestPayload: envelope,
  responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
  responsePayload: { errorType: "RefusedEventError", errorMessage: "`keyId` is malformed" },
};
const toldByLambda =
  "RetriesExhausted: RefusedEventError: `keyId` is malformed: 3 attempts: `kms-guardrail-prod-kms-key`";

describe("a message of a dead-letter queue", () => {
  it.each<[from: string, json: unknown, reason: string]>([
    [
      "EventBridge, by ReceiveMessage",
      {
        Messages: [
          {
            MessageId: "m",
            Body: JSON.stringify(envelope),
            MessageAttributes: attributes("StringValue", ofEventBridge),
          },
        ],
      },
      toldByEventBridge,
    ],
    [
      "EventBridge, as Lambda gets it",
      {
        Records: [
          {
            eventSource: "aws:sqs",
            body: JSON.stringify(envelope),
            messageAttributes: attributes("stringValue", ofEventBridge),
          },
        ],
      },
      toldByEventBridge,
    ],
    [
      "Lambda's failure destination",
      { Messages: [{ Body: JSON.stringify(invocation) }] },
      toldByLambda,
    ],
    ["Lambda's failure destination, bare", invocation, toldByLambda],
    [
      "Lambda's dead-letter queue",
      {
        Body: JSON.stringify(envelope),
        MessageAttributes: attributes("StringValue", {
          ErrorCode: "200",
          ErrorMessage: "timed out",
        }),
      },
      "200: timed out",
    ],
  ])("gives its event and its reason: %s", (_, json, reason) => {
    expect(unwrapEvents(json)).toEqual({
      records: [poison],
      problems: [],
      putAside: [{ eventId, reason }],
    });
  });

  it("is told by the line on which it stands; any other message has no reason", () => {
    const lines = [{ Body: JSON.stringify(envelope) }, invocation].map((one) =>
      JSON.stringify(one),
    );
    expect(readEventText(lines.join("\n"), "queue.jsonl").putAside).toEqual([
      { eventId, reason: toldByLambda, file: "queue.jsonl", line: 2 },
    ]);
  });
});
