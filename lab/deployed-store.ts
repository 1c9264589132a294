import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { RecordStore } from "../src/alerts/records/record-store.ts";
import { readDeployedStack } from "../src/aws/deployed-stack.ts";
import { makeBodyStore } from "../src/aws/store/body-store.ts";
import { makeDynamoRecords } from "../src/aws/store/dynamo-records.ts";
import { makeDynamoStore } from "../src/aws/store/dynamo-store.ts";
import { systemClock } from "../src/aws/system-clock.ts";
import type { StateStore } from "../src/guardrail/ports.ts";
import type { Home } from "../src/guardrail/state/home.ts";
import { clientOptions } from "./client-options.ts";
import type { Lab } from "./start-lab.ts";

/** The state that the deployed functions keep, read through their own table and bucket. */
export async function deployedStore(
  lab: Lab,
): Promise<{ readonly store: StateStore; readonly home: Home }> {
  const options = clientOptions(lab);
  const { home, stateTable, stateBucket } = await readDeployedStack(
    new LambdaClient(options),
    lab.stackName,
    lab.region,
  );
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(options));
  const bodies = makeBodyStore(new S3Client({ ...options, forcePathStyle: true }), stateBucket);
  return { store: makeDynamoStore(documents, stateTable, home, bodies), home };
}

/** The small records that the deployed functions keep beside it. */
export async function deployedRecords(lab: Lab): Promise<RecordStore> {
  const options = clientOptions(lab);
  const { home, stateTable } = await readDeployedStack(
    new LambdaClient(options),
    lab.stackName,
    lab.region,
  );
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(options));
  return makeDynamoRecords(documents, stateTable, home, systemClock);
}
