import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { reading } from "../../aws/client-settings.ts";
import { readDeployedStack } from "../../aws/deployed-stack.ts";
import { readKeyFacts } from "../../aws/doctor/key-facts.ts";
import {
  type DoctorClients,
  type DoctorPlace,
  readDoctorFacts,
} from "../../aws/doctor/read-facts.ts";
import { makeSweepReader } from "../../aws/doctor/sweep-facts.ts";
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
    ...keptOf(options, place),
  };
  const [facts, keys] = await Promise.all([
    readDoctorFacts(clients, place),
    readKeyFacts(new KMSClient(options)),
  ]);
  return { ...facts, keys };
}

/** What a deployed guardrail keeps in its table, which one of its functions names. */
function keptOf(
  options: typeof reading & { readonly region: string },
  { stack, region }: DoctorPlace,
): Pick<DoctorClients, "records" | "readSweep"> {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(options));
  const find = () => readDeployedStack(new LambdaClient(options), stack, region);
  return {
    records: {
      read: async (name) => {
        const { stateTable, home } = await find();
        return makeDynamoRecords(documents, stateTable, home, systemClock).read(name);
      },
    },
    readSweep: async () => {
      const { stateTable, home } = await find();
      return makeSweepReader(documents, stateTable, home)();
    },
  };
}
