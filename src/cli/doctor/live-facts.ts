import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { KMSClient } from "@aws-sdk/client-kms";
import { SQSClient } from "@aws-sdk/client-sqs";
import { reading } from "../../aws/client-settings.ts";
import { readDoctorFacts } from "../../aws/doctor/read-facts.ts";
import type { DoctorFacts } from "../../guardrail/watch/doctor.ts";

/** What the doctor looks at, read with the SDK's default credentials. */
export function readLiveFacts(place: {
  readonly region: string;
  readonly stack: string;
}): Promise<DoctorFacts> {
  const options = { ...reading, region: place.region };
  const clients = {
    cloudTrail: new CloudTrailClient(options),
    events: new EventBridgeClient(options),
    kms: new KMSClient(options),
    sqs: new SQSClient(options),
  };
  return readDoctorFacts(clients, place);
}
