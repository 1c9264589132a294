import { setTimeout as sleep } from "node:timers/promises";
import type { FaultBook } from "./faults/fault-book.ts";
import { authorization } from "./moto-client.ts";
import type { CloudTrailRecord } from "./records/make-record.ts";

/** Hands records to EventBridge, as CloudTrail does. */
export interface Publisher {
  publish(record: CloudTrailRecord): Promise<void>;
  /** Delivers what is kept back, the last first. */
  flush(): Promise<void>;
}

interface PublisherOptions {
  readonly ministackUrl: string;
  readonly accountId: string;
  /** Where the guardrail runs; records of other Regions that somebody forwards arrive there too. */
  readonly region: string;
  readonly faults: FaultBook;
  readonly onFailure: (error: unknown) => void;
}

/** Larger records are not sent to EventBridge. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html */
const detailLimit = 256 * 1024;
/** How MiniStack knows CloudTrail, the only one to send events of `aws.` sources. */
const traceHeader = "Root=kms-guardrail-lab-cloudtrail";
const globalSources: ReadonlySet<string> = new Set([
  "iam.amazonaws.com",
  "organizations.amazonaws.com",
]);

export function makePublisher(options: PublisherOptions): Publisher {
  const { faults, region: home, onFailure } = options;
  const kept: CloudTrailRecord[] = [];

  const deliver = async (record: CloudTrailRecord) => {
    const detail = JSON.stringify(record);
    if (Buffer.byteLength(detail) > detailLimit) return;
    const { awsRegion, eventSource } = record;
    const regions = new Set([awsRegion, ...(globalSources.has(eventSource) ? [home] : [])]);
    for (const region of regions) await putEvent(options, region, record, detail);
  };
  const flush = async () => {
    for (const record of kept.splice(0).reverse()) await deliver(record);
  };
  const publish = async (record: CloudTrailRecord) => {
    const delivery = faults.deliveryOf(record);
    switch (delivery?.kind) {
      case "drop":
        return;
      case "delay":
        await sleep(delivery.milliseconds, undefined, { ref: false });
        return deliver(record);
      case "duplicate":
        for (let copy = 0; copy < delivery.copies; copy += 1) await deliver(record);
        return;
      case "reverse":
        kept.push(record);
        return kept.length < delivery.count ? undefined : flush();
      default:
        return deliver(record);
    }
  };
  return { flush, publish: (record) => publish(record).catch(onFailure) };
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
async function putEvent(
  { ministackUrl, accountId }: PublisherOptions,
  region: string,
  record: CloudTrailRecord,
  Detail: string,
): Promise<void> {
  const entry = {
    Source: `aws.${record.eventSource.split(".")[0]}`,
    DetailType:
      record["eventType"] === "AwsServiceEvent"
        ? "AWS Service Event via CloudTrail"
        : "AWS API Call via CloudTrail",
    Detail,
    Resources: [],
    TraceHeader: traceHeader,
  };
  const answer = await fetch(ministackUrl, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AWSEvents.PutEvents",
      authorization: authorization(accountId, region, "events"),
    },
    body: JSON.stringify({ Entries: [entry] }),
  });
  const text = await answer.text();
  const { FailedEntryCount } = JSON.parse(text) as { FailedEntryCount?: number };
  if (FailedEntryCount !== 0) throw new Error(`PutEvents: ${text}`);
}
