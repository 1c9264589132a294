import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { RecordStore } from "../../alerts/records/record-store.ts";
import { reading } from "../../aws/client-settings.ts";
import { readDeployedStack } from "../../aws/deployed-stack.ts";
import { readKeyFacts } from "../../aws/doctor/key-facts.ts";
import { type DoctorPlace, readDoctorFacts } from "../../aws/doctor/read-facts.ts";
import { makeDynamoRecords } from "../../aws/store/dynamo-records.ts";
import { systemClock } from "../../aws/system-clock.ts";
import type { DoctorFacts } from "../../guardrail/watch/doctor.ts";

/** What the doctor looks at, read with the SDK's default credentials. */
export async function readLiveFacts(place: DoctorPlace): Promise<DoctorFacts> {
  const options = { ...reading, region: place.region };
  const clients = {
    cloudTrail: new CloudTrailClient(options),
    events: new EventBridgeClient(options),
    sqs: new SQSClient(options),
    records: recordsOf(options, place),
  };
  const [facts, keys] = await Promise.all([
    readDoctorFacts(clients, place),
    readKeyFacts(new KMSClient(options)),
  ]);
  return { ...facts, keys };
}

/** The records of a deployed guardrail, whose table one of its functions names. */
function recordsOf(
  options: typeof reading & { readonly region: string },
  { stack, region }: DoctorPlace,
): Pick<RecordStore, "read"> {
  return {
    read: async (name) => {
      const { stateTable, home } = await readDeployedStack(
        new LambdaClient(options),
        stack,
        region,
      );
      const documents = DynamoDBDocumentClient.from(new DynamoDBClient(options));
      return makeDynamoRecords(documents, stateTable, home, systemClock).read(name);
    },
  };
}
