import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { EventPorts } from "../guardrail/handle-event.ts";
import type { LookMessage } from "../guardrail/look.ts";
import type { LiveReader, Notifier, StateStore } from "../guardrail/ports.ts";
import { calling, reading } from "./client-settings.ts";
import { makeEc2Reader } from "./ec2-reader.ts";
import type { Environment } from "./environment.ts";
import { makeIamReader } from "./iam-reader.ts";
import { makeKmsReader } from "./kms-reader.ts";
import { makeRecordedState } from "./recorded-state.ts";
import { makeSnsNotifier } from "./sns-notifier.ts";
import { makeSqsQueue } from "./sqs-queue.ts";
import { makeBodyStore } from "./store/body-store.ts";
import { makeDynamoStore } from "./store/dynamo-store.ts";
import { systemClock } from "./system-clock.ts";

/** The ports of a deployed guardrail. */
export function makeAwsPorts(environment: Environment): EventPorts {
  const { home, lookQueueUrl } = environment;
  const store = makeAwsStore(environment);
  return {
    state: makeRecordedState(store, makeLiveReader(), home, systemClock),
    notifier: makeNotifier(environment),
    clock: systemClock,
    looks: makeSqsQueue<LookMessage>(new SQSClient(calling), lookQueueUrl),
  };
}

/** The topic of a deployed guardrail. */
export function makeNotifier({ home, findingsTopicArn, isForAmazonQ }: Environment): Notifier {
  return makeSnsNotifier(new SNSClient(calling), {
    topicArn: findingsTopicArn,
    home,
    ...(isForAmazonQ === undefined ? {} : { isForAmazonQ }),
  });
}

/** The recorded state of a deployed guardrail. */
export function makeAwsStore({ home, stateTable, stateBucket }: Environment): StateStore {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(calling));
  const bodies = makeBodyStore(new S3Client(calling), stateBucket);
  return makeDynamoStore(documents, stateTable, home, bodies);
}

/** Reads the account and Region of the SDK's default credentials. */
export function makeLiveReader(): LiveReader {
  return {
    ...makeKmsReader(new KMSClient(reading)),
    ...makeEc2Reader(new EC2Client(reading)),
    ...makeIamReader(new IAMClient(reading)),
  };
}
