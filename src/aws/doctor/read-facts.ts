import type { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { KMSClient } from "@aws-sdk/client-kms";
import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { isUnreadable, type SnapshotKey } from "../../account/snapshot.ts";
import type { DoctorFacts, KeyFacts } from "../../guardrail/watch/doctor.ts";
import { makeKmsReader } from "../kms-reader.ts";
import { listKeys } from "../list-keys.ts";
import { orUnreadable } from "../or-unreadable.ts";
import { mapInTurn } from "../snapshot/in-turn.ts";
import { readRules } from "./rule-facts.ts";
import { readTrails } from "./trail-facts.ts";

export interface DoctorClients {
  readonly cloudTrail: CloudTrailClient;
  readonly events: EventBridgeClient;
  readonly kms: KMSClient;
  readonly sqs: SQSClient;
}

const keysAtATime = 6;

/** Reads what the doctor looks at, of the stack whose resources' names begin with a prefix. */
export async function readDoctorFacts(
  { cloudTrail, events, kms, sqs }: DoctorClients,
  { region, stack }: { readonly region: string; readonly stack: string },
): Promise<DoctorFacts> {
  const [trails, rules, deadLetters, keys] = await Promise.all([
    readTrails(cloudTrail, region),
    readRules(events, `${stack}-`),
    readDeadLetters(sqs, `${stack}-dead-letters`),
    readKeys(kms),
  ]);
  return { trails, rules, deadLetters, keys };
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

/** A key that is gone since it was listed is none. */
async function readKeys(client: KMSClient): Promise<DoctorFacts["keys"]> {
  const arns = await listKeys(client);
  if (isUnreadable(arns)) return arns;
  const reader = makeKmsReader(client);
  const keys = await mapInTurn(arns, keysAtATime, (arn) => reader.readKey(arn));
  return keys.flatMap((key) => (key === null ? [] : [keyFacts(key)]));
}

function keyFacts({ metadata, policy, tags, aliases, grants }: SnapshotKey): KeyFacts {
  const parts = { policy, tags, aliases, grants };
  const unread = Object.entries(parts).flatMap(([name, part]) =>
    isUnreadable(part) ? [`${name}: ${part.unreadable}`] : [],
  );
  // Metadata that could not be read is the ARN alone.
  const isBare = Object.keys(metadata).length === 1;
  return { arn: metadata.Arn, unread: isBare ? ["metadata", ...unread] : unread };
}
