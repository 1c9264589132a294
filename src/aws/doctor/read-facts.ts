import type { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { isUnreadable } from "../../account/snapshot.ts";
import type { RecordStore } from "../../alerts/records/record-store.ts";
import { type CanaryRecord, canaryRecordName } from "../../guardrail/watch/canary.ts";
import type { DoctorFacts } from "../../guardrail/watch/doctor.ts";
import type { SweepFacts } from "../../guardrail/watch/doctor-sweeps.ts";
import { orUnreadable } from "../read/or-unreadable.ts";
import { readRules } from "./rule-facts.ts";
import { readTrails } from "./trail-facts.ts";

export interface DoctorClients {
  readonly cloudTrail: CloudTrailClient;
  readonly events: EventBridgeClient;
  readonly sqs: SQSClient;
  /** Where the canary keeps what it found. */
  readonly records: Pick<RecordStore, "read">;
  readonly readSweep: () => Promise<SweepFacts | null>;
}

/** Where a guardrail is deployed; the names of its resources begin with `stack`. */
export interface DoctorPlace {
  readonly region: string;
  readonly stack: string;
}

/** Reads what the doctor looks at of a deployed guardrail, all but the keys. */
export async function readDoctorFacts(
  { cloudTrail, events, sqs, records, readSweep }: DoctorClients,
  { region, stack }: DoctorPlace,
): Promise<DoctorFacts> {
  const [trails, rules, deadLetters, canary, sweep] = await Promise.all([
    readTrails(cloudTrail, region),
    readRules(events, stack),
    readDeadLetters(sqs, `${stack}-dead-letters`),
    orUnreadable(records.read<CanaryRecord>(canaryRecordName)),
    orUnreadable(readSweep()),
  ]);
  const kept = isUnreadable(canary) ? canary : (canary?.value ?? null);
  return { trails, rules, deadLetters, canary: kept, sweep };
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
async function readDeadLetters(
  client: SQSClient,
  QueueName: string,
): Promise<DoctorFacts["deadLetters"]> {
  const count = await orUnreadable(
    (async () => {
      const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        }),
      );
      return Object.values(Attributes).reduce((sum, number) => sum + Number(number), 0);
    })(),
  );
  const isMissing =
    isUnreadable(count) && /QueueDoesNotExist|NonExistentQueue/.test(count.unreadable);
  return isMissing ? null : count;
}
