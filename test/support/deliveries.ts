import type { StoryRecord } from "./story.ts";

/** What AWS's services wrap a CloudTrail record in, and how a file holds many of them. */
export interface Delivery {
  readonly name: string;
  readonly extension: "json" | "jsonl";
  readonly text: (records: readonly StoryRecord[]) => string;
}

const json = (value: unknown): string => JSON.stringify(value, null, 2);
const uuid = (index: number): string =>
  `5fea7756-0ea4-451a-a703-${String(index).padStart(12, "0")}`;
const topic = "arn:aws:sns:us-west-2:111122223333:trail";

function envelope(record: StoryRecord, index: number): object {
  return {
    version: "0",
    id: uuid(index),
    "detail-type": "AWS API Call via CloudTrail",
    source: `aws.${record.eventSource.split(".")[0]}`,
    account: record.recipientAccountId,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
    detail: record,
  };
}

/** https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html */
function notification(message: unknown, index: number): object {
  return {
    Type: "Notification",
    MessageId: uuid(index),
    TopicArn: topic,
    Subject: "a change",
    Message: JSON.stringify(message),
    Timestamp: "2026-11-03T12:00:00.000Z",
    SignatureVersion: "1",
    Signature: "EXAMPLE==",
    SigningCertURL: "https://sns.us-west-2.amazonaws.com/SimpleNotificationService-example.pem",
    UnsubscribeURL: "https://sns.us-west-2.amazonaws.com/?Action=Unsubscribe",
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
function snsRecord(message: unknown, index: number): object {
  const { SigningCertURL, UnsubscribeURL, ...rest } = notification(message, index) as Record<
    string,
    unknown
  >;
  const Sns = { ...rest, SigningCertUrl: SigningCertURL, UnsubscribeUrl: UnsubscribeURL };
  const EventSubscriptionArn = `${topic}:${uuid(index)}`;
  return {
    EventVersion: "1.0",
    EventSubscriptionArn,
    EventSource: "aws:sns",
    Sns: { ...Sns, MessageAttributes: {} },
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
function sqsRecord(body: unknown, index: number): object {
  return {
    messageId: uuid(index),
    receiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
    body: JSON.stringify(body),
    attributes: { ApproximateReceiveCount: "1", SentTimestamp: "1793707924000" },
    messageAttributes: {},
    md5OfBody: "e4e68fb7bd0e697a0ae8f1bb342846b3",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-west-2:111122223333:trail",
    awsRegion: "us-west-2",
  };
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
function receivedMessage(body: unknown, index: number): object {
  return {
    MessageId: uuid(index),
    ReceiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
    MD5OfBody: "e4e68fb7bd0e697a0ae8f1bb342846b3",
    Body: JSON.stringify(body),
  };
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html */
function lookedUpEvent(record: StoryRecord): object {
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: "false",
    AccessKeyId: "ASIAIOSFODNN7EXAMPLE",
    EventTime: record.eventTime,
    EventSource: record.eventSource,
    Username: "somebody",
    Resources: [],
    CloudTrailEvent: JSON.stringify(record),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function failedInvocation(record: StoryRecord, index: number): object {
  return {
    version: "1.0",
    timestamp: "2026-11-03T12:00:00.000Z",
    requestContext: { requestId: uuid(index), condition: "RetriesExhausted" },
    requestPayload: envelope(record, index),
    responseContext: { statusCode: 200, functionError: "Unhandled" },
    responsePayload: { errorMessage: "timed out" },
  };
}

const wrapped = (
  name: string,
  wrap: (records: readonly StoryRecord[]) => unknown,
  extension: Delivery["extension"] = "json",
): Delivery => ({ name, extension, text: (records) => json(wrap(records)) });

const lines = (name: string, line: (record: StoryRecord, index: number) => unknown): Delivery => ({
  name,
  extension: "jsonl",
  text: (records) => records.map((record, i) => `${JSON.stringify(line(record, i))}\n`).join(""),
});

export const deliveries: readonly Delivery[] = [
  wrapped("a CloudTrail log file", (records) => ({ Records: records })),
  wrapped("an array of records", (records) => records),
  wrapped("EventBridge envelopes", (records) => records.map(envelope)),
  wrapped("what a function on SQS is given", (records) => ({
    Records: records.map((record, index) => sqsRecord(envelope(record, index), index)),
  })),
  wrapped("sqs receive-message", (records) => ({
    Messages: records.map((record, index) => receivedMessage(record, index)),
  })),
  wrapped("what a function on SNS is given", (records) => ({
    Records: records.map((record, index) => snsRecord(envelope(record, index), index)),
  })),
  lines("SNS notifications over HTTP", (record, index) =>
    notification(envelope(record, index), index),
  ),
  wrapped("SNS notifications in SQS", (records) => ({
    Messages: records.map((record, index) =>
      receivedMessage(notification({ Records: [record] }, index), index),
    ),
  })),
  wrapped("cloudtrail lookup-events", (records) => ({
    Events: records.map(lookedUpEvent),
    NextToken: "EXAMPLE",
  })),
  wrapped("invocations that failed, in SQS", (records) => ({
    Messages: records.map((record, index) =>
      receivedMessage(failedInvocation(record, index), index),
    ),
  })),
  lines("JSON lines", (record) => record),
  {
    name: "JSON lines with a byte order mark, CRLF and empty lines",
    extension: "jsonl",
    text: (records) =>
      `\uFEFF${records.map((record, i) => JSON.stringify(envelope(record, i))).join("\r\n\r\n")}`,
  },
];
