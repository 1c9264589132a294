import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { RecordStore } from "../../alerts/records/record-store.ts";
import { calling } from "../client-settings.ts";
import type { Environment } from "../environment.ts";
import { makeDynamoRecords } from "../store/dynamo-records.ts";
import { systemClock } from "../system-clock.ts";
import { makeEventRecords } from "./event-record.ts";

/** What senders of alerts keep, in a deployed guardrail. */
export function makeRecords({ home, stateTable }: Environment): RecordStore {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(calling));
  return makeDynamoRecords(documents, stateTable, home, systemClock);
}

/** Reads the CloudTrail records that a deployed guardrail keeps. */
export function makeRecordReader({
  home,
  stateTable,
}: Environment): ReturnType<typeof makeEventRecords> {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(calling));
  return makeEventRecords(documents, stateTable, home);
}
