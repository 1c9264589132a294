import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFaultBook } from "../../../lab/tap/faults/fault-book.ts";
import { makePublisher } from "../../../lab/tap/publisher.ts";
import type { CloudTrailRecord } from "../../../lab/tap/records/make-record.ts";
import { type StubServer, startStub } from "./stub-server.ts";

const record = (eventID: string, members: object = {}): CloudTrailRecord => ({
  eventID,
  eventName: "TagResource",
  eventSource: "kms.amazonaws.com",
  eventTime: "2026-11-04T09:08:07Z",
  awsRegion: "us-west-2",
  eventType: "AwsApiCall",
  ...members,
});

describe("the publisher", () => {
  let bus: StubServer;
  let failed: number;
  const failures: unknown[] = [];
  const faults = makeFaultBook();
  const publisher = () =>
    makePublisher({
      ministackUrl: bus.url,
      accountId: "111122223333",
      region: "us-west-2",
      faults,
      onFailure: (error) => failures.push(error),
    });
  /** The Regions and events that the bus got. */
  const delivered = () =>
    bus.asked.map(({ headers, body }) => {
      const { Entries } = JSON.parse(body) as { Entries: Record<string, string>[] };
      const { Detail = "", Source, DetailType } = Entries[0] ?? {};
      const region = headers.authorization?.split("/")[2];
      return { region, Source, DetailType, eventID: JSON.parse(Detail).eventID };
    });

  beforeEach(async () => {
    failed = 0;
    failures.length = 0;
    faults.clear();
    bus = await startStub(() => ({ body: JSON.stringify({ FailedEntryCount: failed }) }));
  });
  afterEach(() => bus.close());

  it("puts a record on the bus of its Region, as CloudTrail does", async () => {
    await publisher().publish(record("1", { awsRegion: "eu-west-1" }));
    await publisher().publish(record("2", { eventType: "AwsServiceEvent" }));
    expect(delivered()).toEqual([
      {
        region: "eu-west-1",
        Source: "aws.kms",
        DetailType: "AWS API Call via CloudTrail",
        eventID: "1",
      },
      {
        region: "us-west-2",
        Source: "aws.kms",
        DetailType: "AWS Service Event via CloudTrail",
        eventID: "2",
      },
    ]);
  });

  it("forwards IAM's from us-east-1", async () => {
    const iam = { eventSource: "iam.amazonaws.com", awsRegion: "us-east-1" };
    await publisher().publish(record("1", iam));
    expect(delivered().map(({ region }) => region)).toEqual(["us-east-1", "us-west-2"]);
  });

  it("drops, doubles, delays and reverses as it is told", async () => {
    const one = publisher();
    faults.addDelivery({ delivery: { kind: "drop" }, times: 1 });
    await one.publish(record("dropped"));
    faults.addDelivery({ delivery: { kind: "duplicate", copies: 2 }, times: 1 });
    await one.publish(record("doubled"));
    faults.addDelivery({ delivery: { kind: "delay", milliseconds: 5 }, times: 1 });
    await one.publish(record("late"));
    faults.addDelivery({ delivery: { kind: "reverse", count: 2 }, times: 3 });
    for (const id of ["a", "b", "c"]) await one.publish(record(id));
    expect(delivered().map(({ eventID }) => eventID)).toEqual([
      "doubled",
      "doubled",
      "late",
      "b",
      "a",
    ]);
    await one.flush();
    expect(delivered().at(-1)?.eventID).toBe("c");
  });

  it("does not send what is too large for EventBridge", async () => {
    await publisher().publish(record("1", { errorMessage: "x".repeat(256 * 1024) }));
    expect(bus.asked).toEqual([]);
  });

  it("reports what the bus refuses", async () => {
    failed = 1;
    await publisher().publish(record("1"));
    expect(failures).toHaveLength(1);
  });
});
