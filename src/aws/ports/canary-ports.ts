import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient, TagResourceCommand } from "@aws-sdk/client-kms";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { canaryTag } from "../../guardrail/watch/canary.ts";
import { calling } from "../client-settings.ts";
import type { Environment } from "../environment.ts";
import type { CanaryPorts } from "../functions/canary-handler.ts";
import { makeNotifier } from "../publish/aws-notifier.ts";
import { makeDynamoRecords } from "../store/dynamo-records.ts";
import { makeRecentEvents } from "../store/recent-events.ts";
import { systemClock } from "../system-clock.ts";

/** The ports of a deployed guardrail's canary. */
export function makeCanaryPorts(environment: Environment, keyArn: string): CanaryPorts {
  const { home, stateTable } = environment;
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(calling));
  return {
    keyArn,
    records: makeDynamoRecords(documents, stateTable, home, systemClock),
    notifier: makeNotifier(environment),
    clock: systemClock,
    eventsSince: makeRecentEvents(documents, stateTable, home),
    flip: makeFlip(new KMSClient(calling), keyArn),
  };
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html */
export function makeFlip(client: KMSClient, KeyId: string): CanaryPorts["flip"] {
  return async (TagValue) => {
    const Tags = [{ TagKey: canaryTag, TagValue }];
    const { $metadata } = await client.send(new TagResourceCommand({ KeyId, Tags }));
    return $metadata.requestId ?? null;
  };
}
