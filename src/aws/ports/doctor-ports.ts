import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { calling, reading } from "../client-settings.ts";
import { readDoctorFacts } from "../doctor/read-facts.ts";
import { makeSweepReader } from "../doctor/sweep-facts.ts";
import type { Environment } from "../environment.ts";
import type { DoctorPorts } from "../functions/doctor-handler.ts";
import { makeNotifier } from "../publish/aws-notifier.ts";
import { makeDynamoRecords } from "../store/dynamo-records.ts";
import { systemClock } from "../system-clock.ts";

/** What the doctor is told besides: what its stack is called, and the ARN that CloudFormation gave it. */
export interface DoctorEnvironment {
  readonly stack: string;
  readonly stackArn: string;
}

/** The ports of a deployed guardrail's doctor. */
export function makeDoctorPorts(
  environment: Environment,
  { stack, stackArn }: DoctorEnvironment,
): DoctorPorts {
  const { home, stateTable } = environment;
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(calling));
  const records = makeDynamoRecords(documents, stateTable, home, systemClock);
  const clients = {
    cloudTrail: new CloudTrailClient(reading),
    events: new EventBridgeClient(reading),
    sqs: new SQSClient(reading),
    records,
    readSweep: makeSweepReader(documents, stateTable, home),
  };
  return {
    stackArn,
    readFacts: () => readDoctorFacts(clients, { region: home.region, stack }),
    records,
    notifier: makeNotifier(environment),
    clock: systemClock,
  };
}
